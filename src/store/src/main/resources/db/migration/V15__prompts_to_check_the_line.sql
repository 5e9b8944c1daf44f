-- Where a device or its hub is offline, the patient is asked to see to it, not to measure again (Prompts.ask).
alter table prompt drop constraint prompt_kind_check;
alter table prompt add constraint prompt_kind_check
    check (kind in ('measure_again', 'measure', 'ask_carer', 'check_hub', 'check_device'));
