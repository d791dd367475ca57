/**
 * Models from elsewhere: turns what a source names (a folder, a model of an MLflow registry, a download with a digest) into a model
 * folder on this machine, and watches what an alias points to. Everything that comes from outside is taken for hostile. Whether the
 * model may score is the gate's business; when it does is the rollout's.
 */
@NullMarked
package io.millrace.app.registry;

import org.jspecify.annotations.NullMarked;
