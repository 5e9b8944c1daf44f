-- Roles, the tenant of a transaction, shares between tenants, and the helpers every later migration uses.
-- Passwords of the roles are set by whoever starts the processes (class Roles), never here.

do $$
declare
    role_name text;
begin
    foreach role_name in array array ['derwent_gateway', 'derwent_jobs', 'derwent_console'] loop
        begin
            execute format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls', role_name);
        exception
            -- roles belong to the cluster: another database of it, or its administrator, made it before
            when duplicate_object or unique_violation then null;
        end;
        begin
            execute format('alter role %I set search_path = derwent', role_name);
        exception
            when insufficient_privilege then
                raise notice 'role % belongs to someone else; its search_path must be derwent', role_name;
        end;
        execute format('grant connect on database %I to %I', current_database(), role_name);
        execute format('grant usage on schema derwent to %I', role_name);
        -- how a process sees whether the migrations it needs are there
        execute format('grant select on derwent.%I to %I', '${flyway:table}', role_name);
    end loop;
end
$$;

-- Least first, so that greatest() and order by work.
create type severity as enum ('info', 'amber', 'amber_high', 'red', 'red_emergency');

-- The tenant set by set_config('derwent.tenant', …, true); null when unset or empty, which equals nothing.
create function current_tenant() returns text
    language sql stable parallel safe
return nullif(current_setting('derwent.tenant', true), '');

-- tenant lets to_tenant see one patient, or all of them (patient is null). Seeing only: writing stays with the tenant.
create table share (
    tenant     text        not null check (tenant <> ''),
    id         text        not null,
    to_tenant  text        not null check (to_tenant <> '' and to_tenant <> tenant),
    patient    text,
    reason     text        not null default '',
    created_by text        not null,
    created_at timestamptz not null default now(),
    ended_at   timestamptz,
    primary key (tenant, id)
);
-- consulted by every policy: is this patient shared with the current tenant?
create unique index share_in_force on share (to_tenant, tenant, patient) nulls not distinct where ended_at is null;

alter table share enable row level security;
alter table share force row level security;
create policy console_reads on share for select to derwent_console
    using (tenant = (select derwent.current_tenant()) or to_tenant = (select derwent.current_tenant()));
create policy console_inserts on share for insert to derwent_console
    with check (tenant = (select derwent.current_tenant()));
create policy console_updates on share for update to derwent_console
    using (tenant = (select derwent.current_tenant())) with check (tenant = (select derwent.current_tenant()));
grant select, insert, update on share to derwent_console;

-- Whether row_tenant lets the current tenant see row_patient. A row without a patient is never shared.
create function is_shared(row_tenant text, row_patient text) returns boolean
    language sql stable parallel safe
return row_patient is not null
    and exists (select
                from derwent.share s
                where s.to_tenant = derwent.current_tenant()
                  and s.tenant = row_tenant
                  and (s.patient is null or s.patient = row_patient)
                  and s.ended_at is null);

-- Row security of a table with patient data, the same for every table:
--   derwent_console  sees its tenant's rows and, where patient_column is given, rows shared with it; writes its tenant's
--   derwent_jobs     sees and writes all rows, where jobs is true
--   owner            sees rows only in a transaction that says derwent.retention = on (class Retention)
-- Policies give rows; grants, in each migration, give verbs.
create procedure protect(target regclass, patient_column text default null, jobs boolean default false)
    language plpgsql
as
$$
declare
    own     constant text := 'tenant = (select derwent.current_tenant())';
    visible constant text := case
        when patient_column is null then own
        else format('%s or derwent.is_shared(tenant, %I)', own, patient_column) end;
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy console_reads on %s for select to derwent_console using (%s)', target, visible);
    execute format('create policy console_inserts on %s for insert to derwent_console with check (%s)', target, own);
    execute format('create policy console_updates on %s for update to derwent_console using (%s) with check (%s)',
                   target, own, own);
    execute format('create policy console_deletes on %s for delete to derwent_console using (%s)', target, own);
    if jobs then
        execute format('create policy jobs_all on %s to derwent_jobs using (true) with check (true)', target);
    end if;
    execute format('create policy owner_retains on %s to %I using (current_setting(''derwent.retention'', true) = ''on'')',
                   target, current_user);
end
$$;

-- Whether TimescaleDB can be used here: installed already, or preloaded so that it can be.
create function timescale_is_there() returns boolean
    language sql stable
return exists (select from pg_extension where extname = 'timescaledb')
    or (exists (select from pg_available_extensions where name = 'timescaledb')
        and current_setting('timescaledb.disable_load', true) is not null);

-- Where TimescaleDB is: make target a hypertable of chunks of this length, the chunks in a schema nobody but the owner
-- may use (row security is a property of the hypertable, not of a chunk). On plain PostgreSQL: leave the table as it is.
create procedure make_hypertable(target regclass, time_column name, chunk interval)
    language plpgsql
as
$$
declare
    extension_schema text;
begin
    if not derwent.timescale_is_there() then
        return;
    end if;
    if not exists (select from pg_extension where extname = 'timescaledb') then
        create extension timescaledb;
    end if;
    if not exists (select from pg_namespace where nspname = 'derwent_chunks') then
        create schema derwent_chunks;
        revoke all on schema derwent_chunks from public;
    end if;
    select n.nspname into extension_schema
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'timescaledb';
    execute format('select %I.create_hypertable($1, $2, chunk_time_interval => $3, create_default_indexes => false, '
                       || 'associated_schema_name => ''derwent_chunks'')', extension_schema)
        using target, time_column, chunk;
end
$$;

revoke execute on procedure protect(regclass, text, boolean) from public;
revoke execute on procedure make_hypertable(regclass, name, interval) from public;
