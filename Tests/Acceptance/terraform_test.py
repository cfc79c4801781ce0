"""Terraform's aws provider against flow-task serve: apply, a plan without changes, update, destroy.

Skipped where there is no terraform. The provider comes from the folder that FLOW_TASK_TERRAFORM_PLUGINS names, else from
/opt/tf-plugins, else from Terraform's registry.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path

import flowtask
import served

MAIN = """
terraform {{
  required_providers {{
    aws = {{ source = "hashicorp/aws", version = "~> 5.100" }}
  }}
}}

provider "aws" {{
  region                      = "{region}"
  access_key                  = "AKIATERRAFORM"
  secret_key                  = "terraform-secret"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
  max_retries                 = 2
  endpoints {{
    sfn = "{url}"
  }}
}}

resource "aws_sfn_activity" "work" {{
  name = "work"
  tags = {{ team = "data" }}
}}

resource "aws_sfn_state_machine" "flow" {{
  name     = "flow"
  role_arn = "{role}"
  type     = "STANDARD"
  publish  = true
  definition = jsonencode({{
    Comment = "{comment}"
    StartAt = "Work"
    States = {{
      Work = {{ Type = "Task", Resource = aws_sfn_activity.work.id, TimeoutSeconds = {timeout}, End = true }}
    }}
  }})
  tags = {{ team = "{team}" }}
}}

resource "aws_sfn_state_machine" "fast" {{
  name       = "fast"
  role_arn   = "{role}"
  type       = "EXPRESS"
  definition = jsonencode({{ StartAt = "A", States = {{ A = {{ Type = "Pass", End = true }} }} }})
}}

resource "aws_sfn_alias" "live" {{
  name        = "live"
  description = "{comment}"
  routing_configuration {{
    state_machine_version_arn = aws_sfn_state_machine.flow.state_machine_version_arn
    weight                    = 100
  }}
}}

data "aws_sfn_state_machine" "found" {{
  name       = aws_sfn_state_machine.flow.name
  depends_on = [aws_sfn_state_machine.flow]
}}

output "found" {{ value = data.aws_sfn_state_machine.found.arn }}
"""

checks = flowtask.Checks("Terraform")


class Terraform:
    """Terraform in a folder of its own."""

    def __init__(self, folder, server):
        self.folder, self.server = Path(folder), server
        self.environment = {
            **{name: "" for name in os.environ if name.startswith("AWS_")},
            "TF_CLI_CONFIG_FILE": str(self.folder / "terraform.rc"),
            "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1",
        }
        (self.folder / "terraform.rc").write_text("disable_checkpoint = true\n")

    def write(self, **values):
        text = MAIN.format(url=self.server.url, region=served.REGION, role=served.ROLE, **values)
        (self.folder / "main.tf").write_text(text)

    def run(self, *arguments, seconds=300):
        return flowtask.run(["terraform", *arguments], seconds, self.folder, self.environment)

    def init(self):
        plugins = os.environ.get("FLOW_TASK_TERRAFORM_PLUGINS", "/opt/tf-plugins")
        return self.run("init", "-input=false", "-no-color", *([f"-plugin-dir={plugins}"] if Path(plugins).is_dir() else []))

    def applies(self, sentence):
        ended = self.run("apply", "-auto-approve", "-input=false", "-no-color")
        return checks.check(sentence, ended.status == 0, ended.text[-4000:])

    def plans(self, sentence, status):
        """0 is a plan without changes, 2 one with changes."""
        ended = self.run("plan", "-detailed-exitcode", "-input=false", "-no-color")
        return checks.check(sentence, ended.status == status, ended.text[-4000:])


def check_life(terraform, client):
    first = {"comment": "first", "timeout": 60, "team": "data"}
    terraform.write(**first)
    init = terraform.init()
    if init.status != 0:
        print(f"  (Terraform's aws provider cannot be had here: {init.text.strip().splitlines()[-1:]})")
        return
    if not terraform.applies("apply makes all"):
        return
    terraform.plans("then a plan shows no change", 0)
    arn = f"arn:aws:states:{served.REGION}:{served.ACCOUNT}:stateMachine:flow"
    output = json.loads(terraform.run("output", "-json").output)
    checks.check("the data source finds the state machine", output["found"]["value"] == arn, output)
    described = client.describe_state_machine(stateMachineArn=arn)
    checks.check("the definition is the written one", json.loads(described["definition"])["Comment"] == "first", described)
    alias = client.describe_state_machine_alias(stateMachineAliasArn=f"{arn}:live")
    checks.check("the alias points to the first version", alias["routingConfiguration"][0]["stateMachineVersionArn"] == f"{arn}:1", alias)

    terraform.write(**{**first, "comment": "second", "timeout": 90, "team": "other"})
    terraform.plans("another definition is a change", 2)
    terraform.applies("apply updates")
    terraform.plans("then again a plan shows no change", 0)
    described = client.describe_state_machine(stateMachineArn=arn)
    checks.check("the definition is the second one", json.loads(described["definition"])["Comment"] == "second", described)
    tags = client.list_tags_for_resource(resourceArn=arn)["tags"]
    checks.check("the tags are the second ones", tags == [{"key": "team", "value": "other"}], tags)
    alias = client.describe_state_machine_alias(stateMachineAliasArn=f"{arn}:live")
    checks.check("the alias has its new words", alias["description"] == "second", alias)

    client.tag_resource(resourceArn=arn, tags=[{"key": "by-hand", "value": "x"}])
    client.delete_activity(activityArn=arn.replace("stateMachine:flow", "activity:work"))
    terraform.plans("what was changed and deleted by hand is seen", 2)
    terraform.applies("apply mends it")
    terraform.plans("and then nothing is left to do", 0)
    tags = client.list_tags_for_resource(resourceArn=arn)["tags"]
    checks.check("the tag by hand is gone", tags == [{"key": "team", "value": "other"}], tags)
    checks.check("the activity is there again", len(client.list_activities()["activities"]) == 1)

    ended = terraform.run("destroy", "-auto-approve", "-input=false", "-no-color")
    checks.check("destroy deletes all", ended.status == 0, ended.text[-4000:])
    checks.check("no state machine is left", client.list_state_machines()["stateMachines"] == [])
    checks.check("no activity is left", client.list_activities()["activities"] == [])


if not shutil.which("terraform"):
    print("  (terraform is not here, so it is not tried)")
else:
    with tempfile.TemporaryDirectory(prefix="flow-task-terraform.") as folder:
        keys = Path(folder) / "credentials"
        keys.write_text("[terraform]\naws_access_key_id = AKIATERRAFORM\naws_secret_access_key = terraform-secret\n")
        with served.Server("--access-keys", str(keys)) as server:
            check_life(Terraform(folder, server), server.client("AKIATERRAFORM", "terraform-secret"))
checks.end()
