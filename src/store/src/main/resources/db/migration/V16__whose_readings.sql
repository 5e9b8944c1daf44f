-- Serves: whose is a reading of a device that several have? (Reattribution, Assignments.correct)

-- what the reading says of that itself
alter table reading add column whose_user integer;
alter table reading add column whose_patient text;

-- What people said of single readings; patient null: none of those who have the device. The last word counts, for ever.
create table reading_correction (
    tenant       text        not null check (tenant <> ''),
    reading      text        not null,
    device       text        not null,
    patient      text,
    corrected_by text        not null,
    corrected_at timestamptz not null default now(),
    primary key (tenant, reading)
);
-- what a job may still have at hand
create index reading_correction_of_device on reading_correction (tenant, device, corrected_at);
call protect('reading_correction', 'patient', jobs => true);
grant select, insert, update on reading_correction to derwent_console;
grant select on reading_correction to derwent_jobs;

-- a reading whose time is not the device's and that comes again: under which time does it stand? In place of
-- reading_at_gateway_time, which did not know corrected ones.
create index reading_at_other_time on reading (tenant, id)
    where marks && array ['no_device_time', 'device_clock_ahead', 'device_clock_corrected'];
drop index reading_at_gateway_time;
