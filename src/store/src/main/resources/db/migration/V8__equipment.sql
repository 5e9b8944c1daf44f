-- Equipment: what there is, where it may be, who reads its tags, where it was last and how it got there. Things, places and
-- readers are written by the console, the rest by the assets job. No patient data, so nothing here is shared with a patient;
-- a tenant sees its own.

-- keys: GS1 keys as (8004)5055123HD00417; epcs: tags that say none of them, as upper-case hex. Both again in asset_tag.
create table asset (
    tenant     text        not null check (tenant <> ''),
    id         text        not null,
    version    bigint      not null,
    name       text        not null,
    type       text        not null,
    number     text,
    keys       text[]      not null default '{}',
    epcs       text[]      not null default '{}',
    mobility   text        not null check (mobility in ('fixed', 'asset_tracking', 'roaming')),
    active     boolean     not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (tenant, id)
);
-- Assets.search: an organisation's things by name, words looked for on the way; thousands, so no index of the words
create index asset_by_name on asset (tenant, name, id);
call protect('asset', jobs => true);
grant select, insert, update on asset to derwent_console;
grant select on asset to derwent_jobs;

-- What an active thing is known by, a key or an EPC; the primary key keeps two things from being one, and is how
-- Assets.search and UnknownTags.list find out whose a tag is.
create table asset_tag (
    tenant text not null check (tenant <> ''),
    tag    text not null,
    asset  text not null,
    primary key (tenant, tag),
    foreign key (tenant, asset) references asset
);
-- Assets.change: the tags a thing had before
create index asset_tag_of_asset on asset_tag (tenant, asset);
call protect('asset_tag', jobs => true);
grant select, insert, delete on asset_tag to derwent_console;
grant select on asset_tag to derwent_jobs;

-- id: GLN, or GLN.extension
create table place (
    tenant     text        not null check (tenant <> ''),
    id         text        not null,
    version    bigint      not null,
    gln        text        not null,
    extension  text,
    name       text        not null,
    site       text,
    parent     text,
    active     boolean     not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (tenant, id),
    foreign key (tenant, site) references place,
    foreign key (tenant, parent) references place,
    check ((site is null) = (parent is null))
);
-- Places.list: by name
create index place_by_name on place (tenant, name, id);
call protect('place', jobs => true);
grant select, insert, update on place to derwent_console;
grant select on place to derwent_jobs;

-- The row that is locked while a reader changes; its version goes to Kafka with all of its antennas' history.
create table reader (
    tenant               text        not null check (tenant <> ''),
    device               text        not null,
    version              bigint      not null,
    place                text,
    silent_after_seconds integer check (silent_after_seconds >= 1),
    created_at           timestamptz not null default now(),
    updated_at           timestamptz not null default now(),
    primary key (tenant, device),
    foreign key (tenant, place) references place
);
call protect('reader', jobs => true);
grant select, insert, update on reader to derwent_console;
grant select on reader to derwent_jobs;

-- An antenna watched this place from valid_from (inclusive) to valid_to (exclusive; null: until further notice).
-- Readers.list: by the primary key, all antennas of the readers on a page.
create table reader_antenna (
    tenant     text        not null check (tenant <> ''),
    device     text        not null,
    ordinal    integer     not null,
    antenna    integer     not null,
    place      text        not null,
    valid_from timestamptz not null,
    valid_to   timestamptz check (valid_to > valid_from),
    primary key (tenant, device, ordinal),
    foreign key (tenant, device) references reader,
    foreign key (tenant, place) references place
);
call protect('reader_antenna', jobs => true);
grant select, insert, delete on reader_antenna to derwent_console;
grant select on reader_antenna to derwent_jobs;

-- When a reader was heard of; a row for each that ever was. Rows are looked up by key only.
create table reader_status (
    tenant        text        not null check (tenant <> ''),
    device        text        not null,
    continuous    boolean     not null,
    heard_since   timestamptz not null,
    last_heard_at timestamptz not null,
    silent_since  timestamptz,
    updated_at    timestamptz not null default now(),
    primary key (tenant, device)
);
call protect('reader_status', jobs => true);
grant select on reader_status to derwent_console;
grant select, insert, update on reader_status to derwent_jobs;

-- Where a thing was last: facts that do not age, never a confidence; what they are worth is worked out when somebody asks.
-- asset: id of the asset, or the raw tag where nobody knows it. Rows are looked up by key only. moves: the revision.
create table whereabouts (
    tenant          text             not null check (tenant <> ''),
    asset           text             not null,
    moves           bigint           not null,
    mobility        text             not null check (mobility in ('fixed', 'asset_tracking', 'roaming')),
    place           text             not null,
    present         boolean          not null,
    since           timestamptz      not null,
    last_seen_at    timestamptz      not null,
    reader          text             not null,
    antenna         integer          not null,
    standing        double precision not null,
    patience_millis bigint           not null,
    updated_at      timestamptz      not null default now(),
    primary key (tenant, asset)
);
call protect('whereabouts', jobs => true);
grant select on whereabouts to derwent_console;
grant select, insert, update on whereabouts to derwent_jobs;

-- What happened to a thing. The id is a hash of all that makes the step, so what is there stays.
create table asset_event (
    tenant       text             not null check (tenant <> ''),
    id           text             not null,
    asset        text             not null,
    seq          bigint           not null,
    kind         text             not null check (kind in ('arrived', 'moved', 'departed')),
    place        text check ((place is null) = (kind = 'departed')),
    from_place   text check ((from_place is null) = (kind = 'arrived')),
    at           timestamptz      not null,
    recorded_at  timestamptz      not null default now(),
    confidence   double precision not null,
    reader       text             not null,
    antenna      integer          not null,
    reads        integer          not null,
    rssi_cdbm    integer,
    margin_cdbm  integer,
    last_seen_at timestamptz      not null,
    -- a hypertable's unique key includes its time; time first, so that rows of now are neighbours (docs/adr/0013)
    unique (tenant, at, id)
);
call make_hypertable('asset_event', 'at', interval '30 days');
-- AssetEvents.ofAsset: the moves of a thing between two times, newest first
create index asset_event_of_asset on asset_event (tenant, asset, at desc);
call protect('asset_event', jobs => true);
grant select on asset_event to derwent_console;
grant select, insert on asset_event to derwent_jobs;

-- Tags that were read and are on no thing we know. key: the GS1 key the tag says, if it can be read. place: of the antenna.
create table unknown_tag (
    tenant        text        not null check (tenant <> ''),
    epc           text        not null,
    key           text,
    first_seen_at timestamptz not null,
    last_seen_at  timestamptz not null,
    reader        text        not null,
    antenna       integer     not null,
    place         text,
    primary key (tenant, epc)
);
-- UnknownTags.list: the newest first
create index unknown_tag_by_time on unknown_tag (tenant, last_seen_at desc, epc);
call protect('unknown_tag', jobs => true);
grant select on unknown_tag to derwent_console;
grant select, insert, update on unknown_tag to derwent_jobs;
