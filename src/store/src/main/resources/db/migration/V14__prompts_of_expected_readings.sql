-- A reading the schedule expects and that did not come is asked for too, of the patient and then of the carer (Prompts.ask).
alter table prompt drop constraint prompt_kind_check;
alter table prompt add constraint prompt_kind_check check (kind in ('measure_again', 'measure', 'ask_carer'));
