-- Pathways an organisation has of its own, in place of those that come with the house or beside them (PathwayVersions.newest).
-- document: the file as it was sent, checked; read again by wire.
create table pathway (
    tenant     text        not null check (tenant <> ''),
    code       text        not null,
    version    int         not null check (version > 0),
    document   text        not null,
    decided_by text        not null,
    decided_at timestamptz not null default now(),
    primary key (tenant, code, version)
);
call protect('pathway');
grant select, insert on pathway to derwent_console;
