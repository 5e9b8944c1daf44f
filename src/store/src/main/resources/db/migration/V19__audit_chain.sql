-- Serves: was anything in the audit changed, taken away or put in afterwards? (AuditChain; docs/adr/0046)

-- the transaction that wrote an entry: its place in the chain. Entries of before have none.
alter table audit add column xact xid8;
alter table audit alter column xact set default pg_current_xact_id();
create index audit_by_xact on audit (xact) where xact is not null;

-- Seals follow one another; each stands for all entries of the transactions from_xact (inclusive) to to_xact (exclusive).
-- digest: SHA-256 of these entries; hash: SHA-256 of the seal with the hash of the one before. Seal 0 says how many entries there
-- were before there were seals. era: counts up when transactions are numbered anew, after a restore from a dump.
create table audit_seal (
    number    bigint      primary key,
    era       integer     not null,
    from_xact xid8        not null,
    to_xact   xid8        not null,
    entries   bigint      not null,
    first_at  timestamptz not null,
    digest    bytea       not null,
    previous  bytea       not null,
    hash      bytea       not null,
    sealed_at timestamptz not null
);
grant select on audit_seal to derwent_console;

-- Entries older than cut went, as somebody decided; the chain was at this seal then.
create table audit_anchor (
    at   timestamptz not null,
    cut  timestamptz not null,
    seal bigint      not null,
    hash bytea       not null
);
grant select on audit_anchor to derwent_console;

-- A text with its length before it, so that no two lists of texts become the same.
create function netstring(value text) returns text
    language sql immutable parallel safe
return coalesce(octet_length(value)::text || ':' || value || ',', '-,');

create function micros(at timestamptz) returns text
    language sql immutable parallel safe
return (extract(epoch from at) * 1000000)::bigint::text;

create function audit_text(entry audit) returns text
    language sql stable parallel safe
return netstring((entry).tenant) || netstring((entry).id) || netstring(micros((entry).at))
    || netstring(micros((entry).recorded_at)) || netstring((entry).who) || netstring((entry).role)
    || netstring((entry).patient_tenant) || netstring((entry).patient) || netstring((entry).what)
    || netstring((entry).why) || netstring((entry).detail::text) || netstring((entry).xact::text);

create function seal_hash(seal audit_seal) returns bytea
    language sql immutable parallel safe
return sha256(convert_to(
    netstring((seal).number::text) || netstring((seal).era::text) || netstring((seal).from_xact::text)
        || netstring((seal).to_xact::text) || netstring((seal).entries::text) || netstring(micros((seal).first_at))
        || netstring(encode((seal).digest, 'hex')) || netstring(encode((seal).previous, 'hex'))
        || netstring(micros((seal).sealed_at)),
    'UTF8'));

-- Seals every entry whose transaction has ended and that no later one can come before; how many. One at a time: who finds another
-- at it leaves. Runs as the owner, so that who writes entries cannot write seals.
create function seal_audit() returns bigint
    language plpgsql
    security definer
    set search_path = derwent, pg_catalog
as $$
declare
    upto constant xid8 := pg_snapshot_xmin(pg_current_snapshot());
    last derwent.audit_seal;
    next derwent.audit_seal;
    since timestamptz;
begin
    if not pg_try_advisory_xact_lock(7237970116823544883) then
        return 0;
    end if;
    perform set_config('derwent.retention', 'on', true);
    select * into strict last from audit_seal order by number desc limit 1;
    next.number := last.number + 1;
    next.era := last.era;
    next.from_xact := last.to_xact;
    if upto < last.to_xact then
        next.era := last.era + 1;
        next.from_xact := '0'::xid8;
    end if;
    select coalesce(max(sealed_at), '-infinity') into since from audit_seal where era < next.era;
    select count(*), min(a.at),
           sha256(coalesce(
               string_agg(convert_to(audit_text(a), 'UTF8'), ''::bytea
                          order by a.tenant collate "C", a.id collate "C", a.at),
               ''::bytea))
    into next.entries, next.first_at, next.digest
    from audit a
    where a.xact >= next.from_xact and a.xact < upto and a.recorded_at > since;
    perform set_config('derwent.retention', 'off', true);
    if next.entries = 0 then
        return 0;
    end if;
    next.to_xact := upto;
    next.previous := last.hash;
    next.sealed_at := now();
    next.hash := seal_hash(next);
    insert into audit_seal select next.*;
    return next.entries;
end
$$;
revoke execute on function seal_audit() from public;
grant execute on function seal_audit() to derwent_console;

do $$
declare
    genesis derwent.audit_seal;
begin
    perform set_config('derwent.retention', 'on', true);
    genesis.number := 0;
    genesis.era := 0;
    genesis.from_xact := '0'::xid8;
    genesis.to_xact := '0'::xid8;
    select count(*) into genesis.entries from audit;
    genesis.first_at := '-infinity';
    genesis.digest := sha256(''::bytea);
    genesis.previous := sha256(''::bytea);
    genesis.sealed_at := now();
    genesis.first_at := genesis.sealed_at;
    genesis.hash := seal_hash(genesis);
    insert into audit_seal select genesis.*;
    perform set_config('derwent.retention', 'off', true);
end
$$;
