package io.derwent.launcher.bench;

import picocli.CommandLine.Command;

/** {@code derwent bench}: figures of ours beside a peer's, measured in the same run. */
@Command(
        name = "bench",
        synopsisSubcommandLabel = "NAME",
        description = "Measures, beside a peer or limit taken in the same run, and prints the ratio.",
        subcommands = {
            UpBench.class,
            IngestBench.class,
            PipelineBench.class,
            AlertBench.class,
            ConsoleBench.class,
            EdgeBench.class,
            EpcBench.class,
            BurdenBench.class,
            ScoreBench.class
        })
public final class BenchCommand {}
