package io.millrace.enrich.definition;

import java.util.List;

/**
 * One column of the feature row.
 *
 * @param name unique in its pipeline; letters, digits and underscores
 */
public record Feature(String name, FeatureType type) {
    /** For every feature of a row its place among those that are texts, -1 for one that is not. */
    public static int[] textPlaces(List<Feature> row) {
        int[] places = new int[row.size()];
        int texts = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = row.get(i).type() == FeatureType.TEXT ? texts++ : -1;
        }
        return places;
    }
}
