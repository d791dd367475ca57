package io.millrace.drift.window;

import io.millrace.drift.profile.ProfiledModel;
import org.jspecify.annotations.Nullable;

/** None, one or several: which one matters only while there is one, so a window's state cannot grow with their number. */
record ModelVersions(boolean several, @Nullable ProfiledModel only) {
    static final ModelVersions NONE = new ModelVersions(false, null);
    static final ModelVersions SEVERAL = new ModelVersions(true, null);

    static ModelVersions of(ProfiledModel model) {
        return new ModelVersions(false, model);
    }

    /** As of every row: mostly one that is known. */
    ModelVersions and(ProfiledModel model) {
        if (several || model.equals(only)) {
            return this;
        }
        return only == null ? of(model) : SEVERAL;
    }

    ModelVersions and(ModelVersions other) {
        if (equals(NONE) || equals(other)) {
            return other;
        }
        return other.equals(NONE) ? this : SEVERAL;
    }
}
