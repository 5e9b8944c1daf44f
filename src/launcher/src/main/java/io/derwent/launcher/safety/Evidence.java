package io.derwent.launcher.safety;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a test that is named is there. */
final class Evidence {
    /** {@code stream-jobs/src/test/java/…/DecodeTest.java#beyondTheHorizonSaysSo}. */
    private static final Pattern NAME = Pattern.compile("([\\w./-]+/src/test/java/[\\w./]+\\.java)#(\\w+)");

    private static final Pattern TEST = Pattern.compile("@(Test|ParameterizedTest|Property)\\b");
    private static final String BLANK_LINE = "\n\n";

    private Evidence() {}

    static boolean isTest(Path root, String evidence) throws IOException {
        Matcher name = NAME.matcher(evidence);
        if (!name.matches()) {
            return false;
        }
        Path file = root.resolve(name.group(1));
        return Files.isRegularFile(file) && hasTest(Files.readString(file), name.group(2));
    }

    /** A method of this name whose annotations, back to the blank line before them, make it a test. */
    private static boolean hasTest(String source, String method) {
        Matcher declared =
                Pattern.compile("\\bvoid " + Pattern.quote(method) + "\\(").matcher(source);
        return declared.find()
                && TEST.matcher(source.substring(
                                Math.max(0, source.lastIndexOf(BLANK_LINE, declared.start())), declared.start()))
                        .find();
    }
}
