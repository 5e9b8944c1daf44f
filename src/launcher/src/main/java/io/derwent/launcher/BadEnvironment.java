package io.derwent.launcher;

/** The environment lacks something or says it wrong; the message is one sentence that names the variable. */
final class BadEnvironment extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadEnvironment(String sentence) {
        super(sentence);
    }

    BadEnvironment(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
