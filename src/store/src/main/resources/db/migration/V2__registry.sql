-- The registry: tenants, devices, credentials and API tokens, in Eclipse Hono's words. No patient data, so grants only.
-- Serves: a device connecting (credential by tenant and auth-id), a gateway device acting for another (device by key),
-- the registry API (documents with their ETag, pages in key order) and every API call (token by its hash).

create table tenant (
    tenant        text primary key,
    -- Kafka makes one metric name of '.' and '_': topics of a.b and a_b would collide.
    collision_key text not null generated always as (replace(tenant, '.', '_')) stored unique,
    document      jsonb not null,
    etag          uuid not null default gen_random_uuid(),
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now()
);

create table device (
    tenant           text not null references tenant on delete cascade,
    device           text not null,
    document         jsonb not null,
    etag             uuid not null default gen_random_uuid(),
    credentials_etag uuid not null default gen_random_uuid(),
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    primary key (tenant, device)
);

-- One row per type and auth-id, its secrets within the document (hashes only).
create table credential (
    tenant   text not null,
    type     text not null,
    auth_id  text not null,
    device   text not null,
    position integer not null,
    document jsonb not null,
    primary key (tenant, type, auth_id),
    foreign key (tenant, device) references device on delete cascade
);
create index credential_of_device on credential (tenant, device);

create table api_token (
    hash       bytea primary key check (octet_length(hash) = 32),
    role       text not null check (role in ('administrator', 'nurse', 'patient', 'estates')),
    tenant     text not null,
    account    text,
    created_at timestamptz not null default now(),
    expires_at timestamptz
);

-- Gateways keep what they looked up; this tells them what to forget, and whose open connections to look at again.
create function registry_changed() returns trigger
    language plpgsql
    set search_path = pg_catalog
as $$
declare
    changed jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
begin
    perform pg_notify(
        'derwent_registry',
        jsonb_strip_nulls(jsonb_build_object('tenant', changed -> 'tenant', 'device', changed -> 'device'))::text);
    return null;
end
$$;

create trigger tenant_changed after insert or update or delete on tenant
    for each row execute function registry_changed();
create trigger device_changed after insert or update or delete on device
    for each row execute function registry_changed();
create trigger credential_changed after insert or update or delete on credential
    for each row execute function registry_changed();

grant select, insert, update, delete on tenant, device, credential, api_token to derwent_gateway;
grant select on tenant, device to derwent_console;
grant select, insert, delete on api_token to derwent_console;
