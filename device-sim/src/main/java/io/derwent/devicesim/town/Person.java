package io.derwent.devicesim.town;

import java.time.LocalDate;

/**
 * Somebody who lives in the town.
 *
 * @param number 1 for the first; stories name people by it
 * @param id     patient id
 */
record Person(
        int number,
        String id,
        String tenant,
        String givenName,
        String familyName,
        String nhsNumber,
        LocalDate dateOfBirth,
        Pathway pathway) {}
