-- Gateways learn by which places a reader may call itself.
-- Gateways: by which places may a reader call itself? (class DeviceDirectory)
create policy gateway_reads on reader for select to derwent_gateway using (true);
create policy gateway_reads on reader_antenna for select to derwent_gateway using (true);
grant select on reader, reader_antenna to derwent_gateway;
create trigger reader_changed after insert or update or delete on reader
    for each row execute function registry_changed();
