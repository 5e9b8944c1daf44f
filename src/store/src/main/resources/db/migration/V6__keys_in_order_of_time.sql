-- The keys of what arrives by the thousand begin with time: rows of now are neighbours in the index, instead of each on a page
-- of its own that has to be read, and after each checkpoint written whole to the log (docs/adr/0013).

alter table reading drop constraint reading_tenant_id_effective_time_key;
alter table reading add unique (tenant, effective_time, id);
-- a reading at the gateway's time that comes again: under which time does it stand?
create index reading_at_gateway_time on reading (tenant, id)
    where marks && array ['no_device_time', 'device_clock_ahead'];

alter table reading_source drop constraint reading_source_pkey;
alter table reading_source add primary key (tenant, received_at, reading);
