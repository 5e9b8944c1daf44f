-- Serves: what changed while a nurse's page had lost its line (Cases.changedSince).
create index case_event_by_time on case_event (tenant, recorded_at);
