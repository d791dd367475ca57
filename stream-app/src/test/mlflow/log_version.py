"""Logs a model folder to the tracking server of MLFLOW_TRACKING_URI as the next version of the registered model "fraud". Prints its number."""

import sys

import mlflow

client = mlflow.MlflowClient()
mlflow.set_experiment("fraud")
with mlflow.start_run() as run:
    mlflow.log_artifacts(sys.argv[1], "model")
    version = client.create_model_version("fraud", mlflow.get_artifact_uri("model"), run.info.run_id)
print(version.version)
