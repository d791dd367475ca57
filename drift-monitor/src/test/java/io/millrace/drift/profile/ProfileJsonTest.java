package io.millrace.drift.profile;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

class ProfileJsonTest {
    private static final String VALID =
            digested("""
            {
              "version" : 2,
              "digest" : "DIGEST",
              "pipeline" : "transactions",
              "model" : {
                "name" : "fraud",
                "version" : "3",
                "sha256" : "MODEL"
              },
              "createdFrom" : "four rows",
              "sampleSize" : 4,
              "chunks" : 10,
              "outlierLimit" : 4.5,
              "features" : [ {
                "name" : "amount",
                "type" : "DOUBLE",
                "count" : 3,
                "missing" : 1,
                "mean" : 2.0,
                "stddev" : 0.5,
                "min" : 1.0,
                "max" : 3.0,
                "bins" : {
                  "edges" : [ 1.5, 2.5 ],
                  "shares" : [ 0.25, 0.5, 0.25 ]
                },
                "quantiles" : [ 1.0, QUANTILES 3.0 ],
                "thresholds" : {
                  "kolmogorov-smirnov" : 0.25,
                  "psi" : 0.125
                }
              }, {
                "name" : "never",
                "type" : "BOOLEAN",
                "count" : 0,
                "missing" : 4,
                "bins" : {
                  "values" : [ ],
                  "shares" : [ 0.0 ]
                },
                "thresholds" : { }
              } ],
              "texts" : [ {
                "name" : "country",
                "count" : 3,
                "missing" : 1,
                "distinct" : 2,
                "categories" : {
                  "NL" : 2,
                  "BE" : 1
                },
                "thresholds" : { }
              } ],
              "score" : {
                "name" : "score",
                "type" : "DOUBLE",
                "count" : 4,
                "missing" : 0,
                "mean" : 0.5,
                "stddev" : 0.0,
                "min" : 0.5,
                "max" : 0.5,
                "bins" : {
                  "values" : [ 0.5 ],
                  "shares" : [ 1.0, 0.0 ]
                },
                "thresholds" : { }
              }
            }
            """.replace("QUANTILES ", "2.0, ".repeat(105)).replace("MODEL", "0123456789abcdef".repeat(4)));

    /** With the digest as the format says it is: of the bytes without it and without white space. */
    private static String digested(String json) {
        try {
            var content = json.replaceAll("\"digest\" : \"[^\"]*\",", "")
                    .replaceAll("\\s+", "")
                    .replace("fourrows", "four rows");
            var digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return json.replaceAll(
                    "\"digest\" : \"[^\"]*\"",
                    "\"digest\" : \"" + HexFormat.of().formatHex(digest) + "\"");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void writesWhatItReads() throws Exception {
        assertThat(ProfileJson.write(ProfileJson.read(VALID))).isEqualTo(VALID);
    }

    @Test
    void readsWhatItWritesToTheLastBit() throws Exception {
        var random = new Random(42);
        var builder = new ProfileBuilder(
                "sensors",
                Models.FRAUD,
                List.of(
                        new ProfileBuilder.Feature("load", FeatureType.DOUBLE),
                        new ProfileBuilder.Feature("readings_1h", FeatureType.LONG),
                        new ProfileBuilder.Feature("worn", FeatureType.BOOLEAN)));
        for (int i = 0; i < 1000; i++) {
            builder.add(
                    new double[] {
                        random.nextGaussian() * 1e-7, random.nextInt(50), i % 9 == 0 ? Double.NaN : random.nextInt(2)
                    },
                    random.nextDouble());
        }
        var profile = builder.build("a seeded generator");

        assertThat(ProfileJson.read(ProfileJson.write(profile))).isEqualTo(profile);
    }

    @Test
    void reportsEverythingThatIsWrongAtOnce() {
        String broken = VALID.replace("\"version\" : 2", "\"version\" : 1")
                .replace("\"sampleSize\" : 4", "\"sampleSize\" : 4, \"rows\" : 4")
                .replace("[ 1.5, 2.5 ]", "[ 2.5, 1.5 ]")
                .replace("[ 0.25, 0.5, 0.25 ]", "[ 0.25, 0.5, 0.3 ]")
                .replace("\"missing\" : 4", "\"missing\" : 3")
                .replace("[ 1.0, 0.0 ]", "[ 1.0 ]");

        assertThatProblemsOf(broken)
                .containsExactlyInAnyOrder(
                        "version: must be 2, was 1",
                        "rows: is not a field of this format",
                        "features[0].bins.edges[1]: must be above 2.5, was 1.5",
                        "features[0].bins.shares: must sum to 1, sum to 1.05",
                        "features[1]: count and missing must sum to sampleSize 4, sum to 3",
                        "score.bins.shares: must be one per bin, 2, were 1");
    }

    @Test
    void reportsFieldsThatAreMissingOfTheWrongTypeOrUnknownAlongWithTheRest() {
        String broken = VALID.replace("\"pipeline\" : \"transactions\",", "")
                .replace("\"count\" : 3", "\"count\" : 3.5")
                .replace("\"type\" : \"BOOLEAN\"", "\"type\" : \"FLAG\"")
                .replace("[ 1.0, 0.0 ]", "[ \"all\", 0.0 ], \"other\" : 1");

        assertThatProblemsOf(broken)
                .containsExactlyInAnyOrder(
                        "pipeline: is missing",
                        "features[0].count: must be a whole number",
                        "texts[0].count: must be a whole number",
                        "features[1].type: must be one of [DOUBLE, LONG, BOOLEAN], was 'FLAG'",
                        "score.bins.shares[0]: must be a number",
                        "score.bins.other: is not a field of this format");
    }

    @Test
    void reportsNumbersThatContradictEachOther() {
        String broken = VALID.replace("\"mean\" : 2.0", "\"mean\" : 9.0")
                .replace("\"stddev\" : 0.0", "\"stddev\" : -1.0")
                .replace("\"name\" : \"never\"", "\"name\" : \"score\"")
                .replace("\"name\" : \"amount\"", "\"name\" : \"the amount\"");

        assertThatProblemsOf(broken)
                .containsExactlyInAnyOrder(
                        "features[0].name: must match [A-Za-z_][A-Za-z0-9_]*, was 'the amount'",
                        "features[0].mean: must lie in [1.0, 3.0], was 9.0",
                        "features[1].name: 'score' is the model's output, not a feature",
                        "score.stddev: must not be negative, was -1.0");
    }

    @Test
    void refusesMomentsOfAFeatureWithoutValues() {
        assertThatProblemsOf(VALID.replace("\"missing\" : 4", "\"missing\" : 4, \"mean\" : 0.0"))
                .containsExactly("features[1].mean: is not a field of this format");
    }

    @Test
    void refusesAFieldGivenTwiceAndWhatFollowsTheDocument() {
        assertThatProblemsOf(VALID.replace("\"version\" : 2", "\"version\" : 2, \"version\" : 2"))
                .singleElement()
                .asString()
                .startsWith("is not JSON: Duplicate field 'version'");
        assertThatProblemsOf(VALID + "{}").singleElement().asString().startsWith("is not JSON: ");
    }

    @Test
    void refusesContentThatIsNotWhatTheDigestIsOf() {
        assertThatProblemsOf(VALID.replace("\"psi\" : 0.125", "\"psi\" : 12.5"))
                .singleElement()
                .asString()
                .startsWith("digest: is not that of the content, ")
                .endsWith(": the profile was changed");
    }

    @Test
    void refusesCategoriesThatContradictTheirNumber() {
        assertThatProblemsOf(VALID.replace("\"distinct\" : 2", "\"distinct\" : 3"))
                .containsExactly("texts[0].distinct: contradicts the categories, was 3");
        assertThatProblemsOf(VALID.replace("\"NL\" : 2", "\"NL\" : 3"))
                .containsExactly("texts[0].categories: are more than there were");
        assertThatProblemsOf(VALID.replace("\"BE\" : 1", "\"BE\" : \"one\""))
                .containsExactly("texts[0].categories.BE: must be a whole number");
        assertThatProblemsOf(VALID.replace("\"country\"", "\"amount\""))
                .containsExactly("texts[0].name: 'amount' is there twice");
    }

    @Test
    void refusesQuantilesThatAreTooFewOrDescend() {
        assertThatProblemsOf(VALID.replace("[ 1.0, 2.0,", "[ 1.0,"))
                .containsExactly("features[0].quantiles: must be 107, were 106");
        assertThatProblemsOf(VALID.replace("[ 1.0, 2.0,", "[ 2.5, 2.0,"))
                .containsExactly("features[0].quantiles[1]: must lie in [2.5, 3.0], was 2.0");
    }

    /** The same with labels of three of its four rows; its other bytes are what they are without. */
    private static final String CALIBRATED = digested(VALID.replaceAll("\\}\\n\\}\\n$", """
            },
              "calibration" : {
                "rows" : 3,
                "positives" : 1,
                "scores" : [ 0.25, 0.75 ],
                "probabilities" : [ 0.0, 0.5 ]
              }
            }
            """));

    @Test
    void holdsWhatLabelsSayOfScores() throws Exception {
        var profile = ProfileJson.read(CALIBRATED);

        assertThat(ProfileJson.read(VALID).calibration()).isNull();
        assertThat(profile.calibration()).isEqualTo(new ScoreCalibration(3, 1, List.of(0.25, 0.75), List.of(0.0, 0.5)));
        assertThat(profile).isEqualTo(ProfileJson.read(VALID).withCalibration(requireNonNull(profile.calibration())));
        assertThat(profile.withOutlierLimit(7).withOutlierLimit(profile.outlierLimit()))
                .isEqualTo(profile);
        assertThat(ProfileJson.write(profile)).isEqualTo(CALIBRATED);
    }

    @Test
    void refusesACalibrationThatContradictsItself() {
        assertThatProblemsOf(CALIBRATED
                        .replace("[ 0.25, 0.75 ]", "[ 0.25, 0.25 ]")
                        .replace("[ 0.0, 0.5 ]", "[ 0.5, 0.25, 1.5 ]")
                        .replace("\"positives\" : 1", "\"positives\" : 4"))
                .containsExactlyInAnyOrder(
                        "calibration.positives: must lie in [0, 3], was 4",
                        "calibration.scores[1]: must be above 0.25, was 0.25",
                        "calibration.probabilities: must be one per score, 2, were 3",
                        "calibration.probabilities[1]: must not be below 0.5, was 0.25",
                        "calibration.probabilities[2]: must lie in [0, 1], was 1.5");
        assertThatProblemsOf(CALIBRATED.replace("\"rows\" : 3", "\"rows\" : 5"))
                .containsExactly("calibration.rows: must not exceed the rows with a score, 4, was 5");
        assertThatProblemsOf(CALIBRATED.replace("\"positives\" : 1", "\"positive\" : 1"))
                .containsExactlyInAnyOrder(
                        "calibration.positives: is missing", "calibration.positive: is not a field of this format");
        assertThatProblemsOf(CALIBRATED.replace("[ 0.0, 0.5 ]", "[ 0.0, 0.25 ]"))
                .singleElement()
                .asString()
                .startsWith("digest: is not that of the content, ");
    }

    @Test
    void refusesAModelWithoutADigest() {
        assertThatProblemsOf(VALID.replace("\"sha256\" : \"0", "\"sha256\" : \"X"))
                .containsExactly("model.sha256: must match [0-9a-f]{64}, was 'X123456789abcdef"
                        + "0123456789abcdef".repeat(3) + "'");
    }

    @Test
    void refusesWhatIsNoObject() {
        assertThatProblemsOf("[]").containsExactly("must be an object");
        assertThatProblemsOf("").containsExactly("must be an object");
        assertThatProblemsOf("nonsense").singleElement().asString().startsWith("is not JSON: ");
    }

    private static ListAssert<String> assertThatProblemsOf(String json) {
        var refusal = assertThatExceptionOfType(InvalidProfileException.class)
                .isThrownBy(() -> ProfileJson.read(json))
                .actual();
        return assertThat(
                refusal.problems().stream().map(ProfileProblem::toString).toList());
    }
}
