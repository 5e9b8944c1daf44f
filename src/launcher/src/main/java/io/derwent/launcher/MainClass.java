package io.derwent.launcher;

import java.lang.reflect.InvocationTargetException;

/** Another process's {@code main}, called in this JVM. */
final class MainClass {
    private MainClass() {}

    /** Calls it; throws what it throws. */
    static void run(String name, String... arguments) throws Exception {
        try {
            Class.forName(name).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
