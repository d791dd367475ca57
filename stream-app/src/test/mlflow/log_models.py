"""Logs a model folder to the tracking server of MLFLOW_TRACKING_URI: as versions 1 and 2 of the registered model "fraud" by a run, as
version 3 by a logged model of MLflow 3. "champion" is version 1, version 2 is in Staging. Prints the logged model's identity.
What it does with the folder is what docs/registries.md tells to do."""

import sys
import warnings

import mlflow

folder = sys.argv[1]
warnings.filterwarnings("ignore", category=FutureWarning)  # stages are deprecated, and still used

client = mlflow.MlflowClient()
client.create_registered_model("fraud")
mlflow.set_experiment("fraud")
for _ in range(2):
    with mlflow.start_run() as run:
        mlflow.log_artifacts(folder, "model")
        client.create_model_version("fraud", mlflow.get_artifact_uri("model"), run.info.run_id)

logged = mlflow.initialize_logged_model(name="fraud")
client.log_model_artifacts(logged.model_id, folder)
mlflow.finalize_logged_model(logged.model_id, "READY")
mlflow.register_model(f"models:/{logged.model_id}", "fraud")

# a model without model.yaml, as MLflow's own flavours log it
client.create_registered_model("bare")
with mlflow.start_run() as run:
    mlflow.log_artifact(f"{folder}/fraud.onnx", "model")
    client.create_model_version("bare", mlflow.get_artifact_uri("model"), run.info.run_id)

client.set_registered_model_alias("fraud", "champion", 1)
client.transition_model_version_stage("fraud", 2, "Staging")
print(logged.model_id)
