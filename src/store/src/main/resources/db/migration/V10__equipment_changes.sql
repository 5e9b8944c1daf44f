-- Serves: what changed about equipment while an open page, or another client of the stream, had lost its line
-- (EquipmentChanges), and which things a reader saw last (Assets.search, Whereabouts.countByReader).
alter table unknown_tag add column updated_at timestamptz not null default now();
create index asset_by_change on asset (tenant, updated_at);
create index whereabouts_by_change on whereabouts (tenant, updated_at);
create index reader_status_by_change on reader_status (tenant, updated_at);
create index unknown_tag_by_change on unknown_tag (tenant, updated_at);
create index whereabouts_by_reader on whereabouts (tenant, reader);
