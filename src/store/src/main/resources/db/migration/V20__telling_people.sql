-- Who can be told how, and what they were told.

-- How somebody wants to be told (Contacts.find, in the transaction that folds an alert). person: account/ID, patient/ID, carer/ID of
-- the patient they care for. channels: what they chose, best first. quiet_*: local time in London; what is not red waits until it ends.
create table contact (
    tenant     text        not null check (tenant <> ''),
    person     text        not null,
    channels   text[]      not null default '{}'
        check (channels <@ array ['web_push', 'sms', 'email', 'hub']),
    email      text,
    phone      text,
    quiet_from time,
    quiet_to   time,
    locale     text        not null default 'en',
    updated_at timestamptz not null default now(),
    primary key (tenant, person),
    check ((quiet_from is null) = (quiet_to is null))
);
call protect('contact');
grant select, insert, update on contact to derwent_console;

-- Browsers that said yes (PushSubscriptions.active). ended_at: the push service knows it no more, or the person said no.
create table push_subscription (
    tenant     text        not null check (tenant <> ''),
    id         text        not null,
    person     text        not null,
    endpoint   text        not null,
    p256dh     bytea       not null,
    auth       bytea       not null,
    created_at timestamptz not null default now(),
    ended_at   timestamptz,
    ended_why  text,
    primary key (tenant, id)
);
create index push_subscription_of_person on push_subscription (tenant, person) where ended_at is null;
call protect('push_subscription');
grant select, insert, update on push_subscription to derwent_console;

-- One row per person and event (id is their hash), from the transaction that folds the event. tried: channels that failed for good.
-- maybe_twice: a try began whose end nobody recorded, and it was sent again with the same reference.
create table delivery (
    tenant          text        not null check (tenant <> ''),
    id              text        not null,
    person          text        not null,
    patient         text        not null,
    event           text        not null,
    alert           text        not null,
    what            text        not null,
    severity        severity    not null,
    locale          text        not null,
    channel         text,
    receipt         text,
    state           text        not null
        check (state in ('waiting', 'sending', 'sent', 'delivered', 'failed', 'no_channel')),
    maybe_twice     boolean     not null default false,
    attempts        integer     not null default 0,
    tried           text[]      not null default '{}',
    created_at      timestamptz not null,
    not_before      timestamptz not null,
    last_attempt_at timestamptz,
    sent_at         timestamptz,
    delivered_at    timestamptz,
    last_error      text,
    primary key (tenant, id)
);
-- what was sent about a patient, newest first (Deliveries.ofPatient), and about a case's alerts (Deliveries.ofAlerts)
create index delivery_of_patient on delivery (tenant, patient, created_at desc);
create index delivery_of_alert on delivery (tenant, alert);
call protect('delivery', 'patient');
grant select, insert, update on delivery to derwent_console;

-- Deliveries with something left to do, for whichever console takes them (DeliveryQueue.claim). Ids only, no patient data: grants.
create table delivery_queue (
    tenant text        not null,
    id     text        not null,
    due_at timestamptz not null,
    primary key (tenant, id)
);
create index delivery_queue_by_time on delivery_queue (due_at);
grant select, insert, update, delete on delivery_queue to derwent_console;

-- The key pair push services know this installation by, made once by the console that starts first; one row.
create table push_key (
    one         boolean     primary key default true check (one),
    public_key  bytea       not null,
    private_key bytea       not null,
    created_at  timestamptz not null default now()
);
grant select, insert on push_key to derwent_console;
