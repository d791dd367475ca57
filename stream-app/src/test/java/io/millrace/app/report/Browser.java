package io.millrace.app.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Chromium, without a window. */
final class Browser {
    private static final long PATIENCE_SECONDS = 60;

    private final Path program;

    private Browser(Path program) {
        this.program = program;
    }

    /** The one of this machine; a test that asks for it is skipped where there is none. */
    static Browser find() {
        Optional<Path> program = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(program.isPresent(), "there is no Chromium on this machine, so reports are not looked at");
        return new Browser(program.orElseThrow());
    }

    /** A page's elements after its scripts have run. */
    String dom(Path page) throws Exception {
        return run(page, List.of("--dump-dom"));
    }

    /** What a page looks like. */
    BufferedImage picture(Path page, Path into) throws Exception {
        run(page, List.of("--screenshot=" + into, "--window-size=1200,1200", "--force-color-profile=srgb"));
        return ImageIO.read(into.toFile());
    }

    /** How many have that colour, 0xRRGGBB. */
    static long pixels(BufferedImage picture, int colour) {
        return Stream.of(picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth()))
                .flatMapToInt(Arrays::stream)
                .filter(pixel -> (pixel & 0xffffff) == colour)
                .count();
    }

    private String run(Path page, List<String> wishes) throws Exception {
        var scratch = Files.createTempDirectory("browser");
        var out = scratch.resolve("out");
        var command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox", // in containers there is none
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--virtual-time-budget=5000",
                "--user-data-dir=" + scratch.resolve("profile")));
        command.addAll(wishes);
        command.add(page.toUri().toString());
        var process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(scratch.resolve("err").toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(Files.readString(scratch.resolve("err"), UTF_8));
        }
        return Files.readString(out, UTF_8);
    }
}
