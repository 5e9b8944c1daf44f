-- Alerts as they come from derwent.alerts, the cases the console folds them into, prompts to patients, dead letters.

-- One row per alert, the state of its episode; severity only rises, first_breach_at only moves back.
create table alert (
    tenant          text        not null check (tenant <> ''),
    id              text        not null,
    subject_type    text        not null,
    subject         text        not null,
    -- the subject's id when the subject is a patient, for sharing
    patient         text generated always as (case when subject_type = 'patient' then subject end) stored,
    rule            text        not null,
    rule_version    integer     not null,
    severity        severity    not null,
    state           text        not null
        check (state in ('prompted', 'open', 'cleared', 'withdrawn', 'would_have', 'noted')),
    first_breach_at timestamptz not null,
    effective_time  timestamptz not null,
    received_at     timestamptz not null,
    late            boolean     not null,
    case_id         text,
    raised_at       timestamptz,
    ended_at        timestamptz,
    last_event      text        not null,
    updated_at      timestamptz not null default now(),
    primary key (tenant, id)
);
-- a case with its alerts
create index alert_of_case on alert (tenant, case_id) where case_id is not null;
call protect('alert', 'patient');
grant select, insert, update on alert to derwent_console;

-- One row per step in an alert's life. An id seen before changes nothing. body: the event's JSON.
create table alert_event (
    tenant         text        not null check (tenant <> ''),
    id             text        not null,
    alert          text        not null,
    kind           text        not null,
    subject_type   text        not null,
    subject        text        not null,
    patient        text generated always as (case when subject_type = 'patient' then subject end) stored,
    rule           text        not null,
    severity       severity    not null,
    at             timestamptz not null,
    effective_time timestamptz not null,
    received_at    timestamptz not null,
    late           boolean     not null,
    body           jsonb       not null,
    recorded_at    timestamptz not null default now(),
    primary key (tenant, id)
);
-- why did this alert come? its steps in order
create index alert_event_of_alert on alert_event (tenant, alert, at);
-- the patient's timeline, "would have alerted" included
create index alert_event_of_patient on alert_event (tenant, patient, at desc) where patient is not null;
call protect('alert_event', 'patient');
grant select, insert on alert_event to derwent_console;

-- What a nurse works on. id: hash of tenant, patient and the alert that opened it.
create table patient_case (
    tenant          text        not null check (tenant <> ''),
    id              text        not null,
    patient         text        not null,
    severity        severity    not null,
    state           text        not null check (state in ('open', 'acknowledged', 'resolved')),
    late            boolean     not null,
    opened_at       timestamptz not null,
    updated_at      timestamptz not null,
    acknowledged_by text,
    acknowledged_at timestamptz,
    snoozed_until   timestamptz,
    resolved_by     text,
    resolved_at     timestamptz,
    outcome         text,
    note            text,
    primary key (tenant, id)
);
-- one open case per patient
create unique index patient_case_open on patient_case (tenant, patient) where state <> 'resolved';
-- the nurse's list: worst first
create index patient_case_queue on patient_case (tenant, severity desc, opened_at) where state <> 'resolved';
create index patient_case_of_patient on patient_case (tenant, patient, opened_at desc);
call protect('patient_case', 'patient');
grant select, insert, update on patient_case to derwent_console;

-- What happened to a case: by an alert event, or by a person.
create table case_event (
    tenant      text        not null check (tenant <> ''),
    id          text        not null,
    case_id     text        not null,
    patient     text        not null,
    kind        text        not null,
    at          timestamptz not null,
    who         text        not null default '',
    alert       text,
    detail      jsonb       not null default '{}',
    recorded_at timestamptz not null default now(),
    primary key (tenant, id)
);
create index case_event_of_case on case_event (tenant, case_id, at);
call protect('case_event', 'patient');
grant select, insert on case_event to derwent_console;

-- What a patient is asked to do; id: hash of the alert event that asks.
create table prompt (
    tenant     text        not null check (tenant <> ''),
    id         text        not null,
    patient    text        not null,
    alert      text        not null,
    rule       text        not null,
    kind       text        not null check (kind in ('measure_again')),
    asked_at   timestamptz not null,
    expires_at timestamptz not null,
    done_at    timestamptz,
    primary key (tenant, id)
);
create index prompt_of_patient on prompt (tenant, patient, asked_at desc);
-- an alert that is raised or cleared ends its prompts
create index prompt_of_alert on prompt (tenant, alert) where done_at is null;
call protect('prompt', 'patient');
grant select, insert, update on prompt to derwent_console;

-- Messages nobody could read, kept so that they can be sent again. payload may hold measurements: row security.
create table dead_letter (
    tenant      text        not null check (tenant <> ''),
    id          text        not null,
    device      text        not null,
    refused_by  text        not null,
    reason      text        not null,
    refused_at  timestamptz not null,
    topic       text        not null,
    headers     jsonb       not null,
    payload     bytea       not null,
    recorded_at timestamptz not null default now(),
    replayed_at timestamptz,
    replayed_by text,
    primary key (tenant, id)
);
create index dead_letter_by_time on dead_letter (tenant, refused_at desc);
call protect('dead_letter');
grant select, insert, update on dead_letter to derwent_console;
