-- Readings, the bytes they came as, and scores. Written in batches by the vitals job, read by the console.

-- quantities {"systolic_bp": 192}: decimals as the device sent them; see docs/adr/0002.
create table reading (
    tenant         text        not null check (tenant <> ''),
    id             text        not null,
    revision       integer     not null,
    patient        text,
    device         text        not null,
    kind           text        not null,
    effective_time timestamptz not null,
    received_at    timestamptz not null,
    recorded_at    timestamptz not null default now(),
    quantities     jsonb       not null,
    findings       jsonb       not null default '{}',
    marks          text[]      not null default '{}',
    seq            bigint,
    -- a hypertable's unique key includes its time; the job fixes an id's effective time at first acceptance
    unique (tenant, id, effective_time)
);
call make_hypertable('reading', 'effective_time', interval '30 days');
-- the patient page: readings of a patient between two times, newest first
create index reading_of_patient on reading (tenant, patient, effective_time desc) where patient is not null;
-- re-attribution: everything a device ever measured
create index reading_of_device on reading (tenant, device, effective_time);
call protect('reading', 'patient', jobs => true);
grant select on reading to derwent_console;
grant select, insert, update on reading to derwent_jobs;

-- The device's bytes are the record. One row per reading: a payload of several readings is kept once for each, so that a
-- reading finds its bytes without a join and retention needs no reference count.
create table reading_source (
    tenant       text        not null check (tenant <> ''),
    reading      text        not null,
    topic        text        not null,
    content_type text        not null,
    received_at  timestamptz not null,
    payload      bytea       not null,
    primary key (tenant, reading)
);
-- retention
create index reading_source_by_age on reading_source using brin (received_at);
call protect('reading_source', jobs => true);
grant select on reading_source to derwent_console;
grant select, insert on reading_source to derwent_jobs;

create table score (
    tenant           text        not null check (tenant <> ''),
    id               text        not null,
    revision         integer     not null,
    patient          text        not null,
    reading          text        not null,
    effective_time   timestamptz not null,
    received_at      timestamptz not null,
    recorded_at      timestamptz not null default now(),
    scale            smallint    not null,
    total            smallint,
    lower_bound      smallint    not null,
    upper_bound      smallint    not null,
    parts            jsonb       not null,
    any_single_three boolean     not null,
    band             text,
    monitoring       text,
    missing          text[]      not null default '{}',
    withdrawn        boolean     not null default false,
    unique (tenant, id, effective_time)
);
call make_hypertable('score', 'effective_time', interval '30 days');
-- the patient page: scores of a patient between two times, newest first
create index score_of_patient on score (tenant, patient, effective_time desc);
call protect('score', 'patient', jobs => true);
grant select on score to derwent_console;
grant select, insert, update on score to derwent_jobs;
