package io.derwent.devicesim.cohort;

import java.util.List;
import java.util.Random;

/**
 * The people of one pathway: what is usual for one, what is measured on a day, how they get worse. A new pathway is one class
 * and its line in {@link Cohort}. Levels are assumptions unless a comment names a source.
 */
interface PathwayLife {
    /** Code of the pathway. */
    String pathway();

    /** What is usual for somebody. */
    Usual usual(Random chance);

    /** What somebody like that measures on an ordinary day. */
    List<Session> routine(Usual usual);

    /** The ways in which somebody like that gets worse, each as likely as its weight says. */
    List<Course> courses(Usual usual);
}
