-- A place can be shared: the other organisation sees it, what lies in it and who reads there, and its own equipment is found
-- there; the place's owner sees that a guest's thing is there (docs/adr/0026). And gateways learn by which places a reader may
-- call itself.

-- tenant lets to_tenant see one patient, all of them (patient and place are null), or a place with all that lies in it.
alter table share add column place text;
alter table share add foreign key (tenant, place) references place;
alter table share add check (patient is null or place is null);
drop index share_in_force;
create unique index share_in_force on share (to_tenant, tenant, patient, place) nulls not distinct where ended_at is null;

-- As before; a shared place shares no patient.
create or replace function is_shared(row_tenant text, row_patient text) returns boolean
    language sql stable parallel safe
return row_patient is not null
    and exists (select
                from derwent.share s
                where s.to_tenant = derwent.current_tenant()
                  and s.tenant = row_tenant
                  and s.place is null
                  and (s.patient is null or s.patient = row_patient)
                  and s.ended_at is null);

-- Whom the place is shared with, by itself or by a place it lies in: worked out of the shares in force whenever they change
-- or the place moves (Places.spreadShares), so that row and record say the same and no policy climbs from place to place.
alter table place add column shared_with text[] not null default '{}';
-- PlacesApi: what others share
create index place_shared_with on place using gin (shared_with) where shared_with <> '{}';
drop policy console_reads on place;
create policy console_reads on place for select to derwent_console
    using (tenant = (select current_tenant()) or (select current_tenant()) = any (shared_with));

-- Whether row_tenant lets the current tenant see this place; row_place is null or gone: no.
create function is_place_shared(row_tenant text, row_place text) returns boolean
    language sql stable parallel safe
return exists (select
               from derwent.place p
               where p.tenant = row_tenant
                 and p.id = row_place
                 and derwent.current_tenant() = any (p.shared_with));

-- An antenna that watches a shared place now; a reader that hangs at one or has such an antenna; when such a reader was heard.
drop policy console_reads on reader_antenna;
create policy console_reads on reader_antenna for select to derwent_console
    using (tenant = (select current_tenant())
        or (valid_from <= now() and (valid_to is null or valid_to > now()) and is_place_shared(tenant, place)));
drop policy console_reads on reader;
create policy console_reads on reader for select to derwent_console
    using (tenant = (select current_tenant())
        or is_place_shared(tenant, place)
        or exists (select
                   from reader_antenna a
                   where a.tenant = reader.tenant
                     and a.device = reader.device
                     and a.tenant <> (select current_tenant())));
drop policy console_reads on reader_status;
create policy console_reads on reader_status for select to derwent_console
    using (tenant = (select current_tenant())
        or exists (select from reader r where r.tenant = reader_status.tenant and r.device = reader_status.device));

-- A place or reader of another organisation is written place@tenant (class OwnedId). Who is it, if so?
alter table whereabouts
    add column place_tenant text generated always as (nullif(split_part(place, '@', 2), '')) stored;
-- Whereabouts.guests: what others have at our places
create index whereabouts_of_guests on whereabouts (place_tenant) where place_tenant is not null;

-- A guest: it is at a place of ours that is shared with its owner. When it has left, or the share has ended, we see it no more.
drop policy console_reads on whereabouts;
create policy console_reads on whereabouts for select to derwent_console
    using (tenant = (select current_tenant())
        or (present
            and place_tenant = (select current_tenant())
            and exists (select
                        from place p
                        where p.tenant = (select current_tenant())
                          and p.id = split_part(whereabouts.place, '@', 1)
                          and whereabouts.tenant = any (p.shared_with))));
drop policy console_reads on asset;
create policy console_reads on asset for select to derwent_console
    using (tenant = (select current_tenant())
        or exists (select
                   from whereabouts w
                   where w.tenant = asset.tenant
                     and w.asset = asset.id
                     and w.place_tenant = (select current_tenant())));
-- A tag on a guest is not unknown.
drop policy console_reads on asset_tag;
create policy console_reads on asset_tag for select to derwent_console
    using (tenant = (select current_tenant())
        or exists (select from asset a where a.tenant = asset_tag.tenant and a.id = asset_tag.asset));
-- UnknownTags.list: whose is a tag, ours or a guest's?
create index asset_tag_by_tag on asset_tag (tag);

-- Gateways: by which places may a reader call itself? (class DeviceDirectory)
create policy gateway_reads on reader for select to derwent_gateway using (true);
create policy gateway_reads on reader_antenna for select to derwent_gateway using (true);
grant select on reader, reader_antenna to derwent_gateway;
create trigger reader_changed after insert or update or delete on reader
    for each row execute function registry_changed();
