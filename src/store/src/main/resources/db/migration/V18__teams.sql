-- Who may log in as what, and the teams that look after patients.

alter table account drop constraint account_role_check;
alter table account add constraint account_role_check
    check (role in ('administrator', 'auditor', 'lead', 'nurse', 'patient', 'estates'));
alter table api_token drop constraint api_token_role_check;
alter table api_token add constraint api_token_role_check
    check (role in ('administrator', 'auditor', 'lead', 'nurse', 'patient', 'estates'));
