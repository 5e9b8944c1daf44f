-- Serves: readings that are nobody's, newest first, of an organisation and of one of its devices (Readings.nobodys). Few rows are,
-- and they leave the index when they become somebody's.
create index reading_of_nobody on reading (tenant, effective_time, id) where patient is null;
create index reading_of_nobody_by_device on reading (tenant, device, effective_time, id) where patient is null;
