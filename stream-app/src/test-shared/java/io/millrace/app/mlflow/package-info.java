/** A real MLflow server, for the tests of several modules. */
@NullMarked
package io.millrace.app.mlflow;

import org.jspecify.annotations.NullMarked;
