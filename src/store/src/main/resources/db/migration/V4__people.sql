-- Patients, who has which device, care plans; accounts, sessions, audit; the outbox to Kafka.

create table patient (
    tenant        text        not null check (tenant <> ''),
    id            text        not null,
    given_name    text        not null,
    family_name   text        not null,
    nhs_number    text,
    date_of_birth date,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    primary key (tenant, id)
);
-- one record per NHS number in an organisation; also the look-up
create unique index patient_by_nhs_number on patient (tenant, nhs_number) where nhs_number is not null;
-- the list of patients, by name
create index patient_by_name on patient (tenant, family_name, given_name, id);
call protect('patient', 'id');
grant select, insert, update on patient to derwent_console;

-- The row that is locked while a device's history changes; its version goes to Kafka with the complete history.
create table assignment_history (
    tenant     text        not null check (tenant <> ''),
    device     text        not null,
    version    bigint      not null,
    updated_at timestamptz not null default now(),
    primary key (tenant, device)
);
call protect('assignment_history');
grant select, insert, update on assignment_history to derwent_console;

-- One patient had the device from valid_from (inclusive) to valid_to (exclusive; null: until further notice).
create table assignment (
    tenant     text        not null check (tenant <> ''),
    device     text        not null,
    ordinal    integer     not null,
    patient    text        not null,
    valid_from timestamptz not null,
    valid_to   timestamptz check (valid_to > valid_from),
    user_slot  integer,
    primary key (tenant, device, ordinal)
);
-- which devices has this patient?
create index assignment_of_patient on assignment (tenant, patient);
call protect('assignment', 'patient');
grant select, insert, update, delete on assignment to derwent_console;

-- Every version ever decided, for the record; the highest is in force. plan is the JSON on derwent.care-plans, decision
-- what the clinician stated (owner, reason and review date of a limit, who chose SpO2 scale 2).
create table care_plan (
    tenant     text        not null check (tenant <> ''),
    patient    text        not null,
    version    bigint      not null,
    pathway    text        not null,
    active     boolean     not null,
    valid_from timestamptz not null,
    plan       jsonb       not null,
    decision   jsonb       not null default '{}',
    decided_by text        not null,
    decided_at timestamptz not null default now(),
    primary key (tenant, patient, version)
);
call protect('care_plan', 'patient');
grant select, insert on care_plan to derwent_console;

-- People who log in. tenant '*': the platform's administrator. No patient data: grants only.
create table account (
    id            text        primary key,
    tenant        text        not null,
    role          text        not null check (role in ('administrator', 'nurse', 'patient', 'estates')),
    name          text        not null,
    patient       text,
    password_hash text        not null,
    created_at    timestamptz not null default now(),
    disabled_at   timestamptz,
    check (role <> 'patient' or patient is not null),
    check (tenant <> '*' or role = 'administrator')
);
grant select, insert, update on account to derwent_console;

-- hash: SHA-256 of the cookie's value, so that the table opens nothing.
create table session (
    hash       bytea       primary key,
    account    text        not null references account on delete cascade,
    csrf       text        not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index session_by_expiry on session (expires_at);
create index session_of_account on session (account);
grant select, insert, update, delete on session to derwent_console;

-- Who saw or did what, why and when. Appended only: nobody has update or delete. patient_tenant: whose patient it was, so
-- that an organisation sees what others did with patients it shares.
create table audit (
    tenant         text        not null check (tenant <> ''),
    id             text        not null,
    at             timestamptz not null,
    recorded_at    timestamptz not null default now(),
    who            text        not null,
    role           text        not null,
    patient_tenant text,
    patient        text,
    what           text        not null,
    why            text        not null default '',
    detail         jsonb       not null default '{}',
    unique (tenant, id, at)
);
call make_hypertable('audit', 'at', interval '30 days');
-- who looked at this patient?
create index audit_of_patient on audit (patient_tenant, patient, at desc) where patient is not null;
create index audit_by_time on audit (tenant, at desc);
call protect('audit', jobs => true);
create policy console_reads_about_own_patients on audit for select to derwent_console
    using (patient_tenant = (select current_tenant()));
grant select, insert on audit to derwent_console;
grant select, insert on audit to derwent_jobs;

-- Messages to Kafka, written in the transaction of the change they tell of. Marked when published, not offset-tracked.
create table outbox (
    id           bigint generated always as identity primary key,
    topic        text        not null,
    key          text        not null,
    payload      bytea,
    created_at   timestamptz not null default now(),
    published_at timestamptz
);
-- the relay: what is still to be published, oldest first
create index outbox_pending on outbox (id) where published_at is null;
grant select, insert, update, delete on outbox to derwent_console;
