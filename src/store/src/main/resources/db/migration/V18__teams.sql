-- Teams that look after patients, how patients are reached, who looked at a patient of another team and why; what a case waits for.

alter table account drop constraint account_role_check;
alter table account add constraint account_role_check
    check (role in ('administrator', 'auditor', 'lead', 'nurse', 'patient', 'estates'));
alter table api_token drop constraint api_token_role_check;
alter table api_token add constraint api_token_role_check
    check (role in ('administrator', 'auditor', 'lead', 'nurse', 'patient', 'estates'));

create table team (
    tenant     text        not null check (tenant <> ''),
    id         text        not null check (id <> ''),
    name       text        not null check (name <> ''),
    created_at timestamptz not null default now(),
    primary key (tenant, id)
);
call protect('team');
grant select, insert, update on team to derwent_console;

create table team_member (
    tenant  text not null check (tenant <> ''),
    team    text not null,
    account text not null references account on delete cascade,
    primary key (tenant, team, account),
    foreign key (tenant, team) references team
);
-- which teams is this person in?
create index team_member_by_account on team_member (tenant, account);
call protect('team_member');
grant select, insert, delete on team_member to derwent_console;

-- team null: whoever works for the organisation looks after them. needs: codes of how they are to be told things.
alter table patient
    add column team     text,
    add column place    text   not null default '',
    add column phone    text   not null default '',
    add column address  text   not null default '',
    add column contact  text   not null default '',
    add column needs    text[] not null default '{}',
    add column language text   not null default 'en' check (language in ('en', 'pl')),
    add foreign key (tenant, team) references team;
-- whom does this team look after?
create index patient_of_team on patient (tenant, team);

-- Somebody looked at a patient their teams do not look after, and said why. Never deleted; over after a while.
create table break_glass (
    tenant  text        not null check (tenant <> ''),
    id      text        not null,
    account text        not null,
    patient text        not null,
    reason  text        not null check (reason <> ''),
    at      timestamptz not null,
    until   timestamptz not null check (until > at),
    primary key (tenant, id)
);
-- may this person still look at this patient?
create index break_glass_in_force on break_glass (tenant, account, until);
-- who looked, for the lead: newest first
create index break_glass_by_time on break_glass (tenant, at desc);
call protect('break_glass');
grant select, insert on break_glass to derwent_console;

-- waiting_since: since when nobody has it; null while somebody has, and once it is resolved.
-- worsened_at: when it last rose, came back or was joined by another alert. escalated_*: who asked the lead to look, and when.
alter table patient_case
    add column waiting_since timestamptz,
    add column worsened_at   timestamptz,
    add column escalated_at  timestamptz,
    add column escalated_by  text;
select set_config('derwent.retention', 'on', true);
update patient_case set waiting_since = opened_at where state = 'open';
select set_config('derwent.retention', 'off', true);
alter table patient_case add check (state = 'open' or waiting_since is null);
