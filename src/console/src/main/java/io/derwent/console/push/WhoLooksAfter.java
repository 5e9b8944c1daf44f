package io.derwent.console.push;

import io.derwent.console.access.Role;
import io.derwent.model.AlertEvent;
import io.derwent.store.Patients;
import io.derwent.store.Patients.Patient;
import io.derwent.store.Teams;
import io.derwent.store.Teams.Colleague;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Of staff, the team that looks after the patient, or everybody where no team does; its leads when it is the lead who is to know, the
 * organisation's where the team has none. Out of hours, and where there is no lead at all, everybody of the team: nobody's rota is
 * known.
 */
public final class WhoLooksAfter implements Recipients {
    @Override
    public List<Person> of(Connection connection, String tenant, String patient, AlertEvent.Audience audience)
            throws SQLException {
        return switch (audience) {
            case PATIENT -> List.of(Person.patient(patient));
            case CARER -> List.of(Person.carerOf(patient));
            case TEAM, OUT_OF_HOURS -> people(team(connection, tenant, patient));
            case LEAD -> leads(connection, tenant, patient);
        };
    }

    private static List<Person> leads(Connection connection, String tenant, String patient) throws SQLException {
        List<Colleague> team = team(connection, tenant, patient);
        List<Person> ofTheTeam = people(leadsOf(team));
        if (!ofTheTeam.isEmpty()) {
            return ofTheTeam;
        }
        List<Person> ofAll = people(leadsOf(Teams.colleagues(connection, null)));
        return ofAll.isEmpty() ? people(team) : ofAll;
    }

    private static List<Colleague> team(Connection connection, String tenant, String patient) throws SQLException {
        Optional<Patient> found = Patients.find(connection, tenant, patient);
        List<Colleague> team =
                Teams.colleagues(connection, found.map(one -> one.care().team()).orElse(null));
        return team.isEmpty() ? Teams.colleagues(connection, null) : team;
    }

    private static List<Colleague> leadsOf(List<Colleague> colleagues) {
        return colleagues.stream()
                .filter(colleague -> colleague.role().equals(Role.LEAD.code()))
                .toList();
    }

    private static List<Person> people(List<Colleague> colleagues) {
        return colleagues.stream()
                .map(colleague -> Person.account(colleague.account()))
                .toList();
    }
}
