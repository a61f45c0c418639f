# SPDX-License-Identifier: Apache-2.0
"""The deployment template: two tools from outside find nothing, and what it grants is no more than the skill uses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from skill.memory.dynamodb import DynamoStore
from skill.memory.opening import open_store
from skill.package.command import ARCHIVE, FOLDER
from skill.package.target import MACHINE, PYTHON
from skill.package.wheels import ROOT
from skill.settings import Settings

TEMPLATE = ROOT / "deploy" / "template.yaml"
NO_LINTER = "cfn-lint is not installed"
SKILL_ID = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"


class NoPolicies:
    """Stands for the list of managed policies, of which the template names none."""

    def load(self) -> dict[str, str]:
        return {}


# The two tools are imported where they are used: they take seconds, and whoever only collects tests need not wait.
@pytest.fixture(scope="module")
def template() -> Any:
    cfn_yaml = pytest.importorskip("cfnlint.decode.cfn_yaml", reason=NO_LINTER)
    return json.loads(json.dumps(cfn_yaml.load(str(TEMPLATE))))


@pytest.fixture(scope="module")
def resources(template: Any) -> dict[str, Any]:
    """What AWS makes of it."""
    translation = pytest.importorskip(
        "samtranslator.translator.transform", reason="aws-sam-translator is not installed"
    )
    given = json.loads(json.dumps(template))
    given["Resources"]["Skill"]["Properties"]["CodeUri"] = "s3://bucket/lambda.zip"  # as `sam deploy` uploads it
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("AWS_DEFAULT_REGION", "us-east-1")
        found: dict[str, Any] = translation.transform(given, {"SkillId": SKILL_ID}, NoPolicies())["Resources"]
    return found


def of_type(resources: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each["Properties"] for each in resources.values() if each["Type"] == kind]


def test_the_linter_finds_nothing() -> None:
    linter = pytest.importorskip("cfnlint.api", reason=NO_LINTER)
    assert [str(match) for match in linter.lint_file(TEMPLATE)] == []


def test_the_function_is_the_archive_that_is_made(template: Any) -> None:
    function = template["Resources"]["Skill"]["Properties"]
    assert function["Runtime"] == f"python{PYTHON}"
    assert function["Architectures"] == [MACHINE]
    assert (TEMPLATE.parent / function["CodeUri"]).resolve() == ROOT / FOLDER / ARCHIVE
    assert function["Handler"] == "lambda_handler.handler"


@pytest.mark.long
def test_only_this_skill_may_call_the_published_version_that_starts_from_a_snapshot(resources: dict[str, Any]) -> None:
    (permission,) = of_type(resources, "AWS::Lambda::Permission")
    assert permission["Principal"] == "alexa-appkit.amazon.com"
    assert permission["EventSourceToken"] == {"Ref": "SkillId"}
    assert permission["FunctionName"] == {"Ref": "SkillAliaslive"}
    assert resources["SkillAliaslive"]["Type"] == "AWS::Lambda::Alias"
    assert resources["Skill"]["Properties"]["SnapStart"] == {"ApplyOn": "PublishedVersions"}


def test_it_may_do_three_things_with_one_table_and_write_one_log(resources: dict[str, Any]) -> None:
    (role,) = of_type(resources, "AWS::IAM::Role")
    assert "ManagedPolicyArns" not in role
    allowed = [line for policy in role["Policies"] for line in policy["PolicyDocument"]["Statement"]]
    assert [(line["Action"], line["Resource"]) for line in allowed] == [
        (["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"], {"Fn::GetAtt": ["Households", "Arn"]}),
        (["logs:CreateLogStream", "logs:PutLogEvents"], {"Fn::GetAtt": ["SkillLog", "Arn"]}),
    ]


def test_the_table_is_kept_encrypted_and_restorable_and_lets_marks_go(resources: dict[str, Any]) -> None:
    table = resources["Households"]
    properties = table["Properties"]
    assert table["DeletionPolicy"] == "Retain"
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["KeySchema"] == [{"AttributeName": "key", "KeyType": "HASH"}]
    assert properties["SSESpecification"] == {"SSEEnabled": True}
    assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert properties["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}


def test_its_settings_are_ones_that_the_skill_takes(resources: dict[str, Any]) -> None:
    variables = resources["Skill"]["Properties"]["Environment"]["Variables"]
    assert variables["CLOSER_STORE"] == {"Fn::Sub": "dynamodb://${Households}?region=${AWS::Region}"}
    music = variables["CLOSER_AUDIO_BASE_URL"]["Fn::If"]
    assert music == ["HasMusic", {"Fn::Sub": "https://${Sounds.RegionalDomainName}"}, ""]
    settings = Settings.from_environment(
        {
            "AWS_LAMBDA_FUNCTION_NAME": "closer",
            "CLOSER_STORE": "dynamodb://closer-Households-1ABC?region=eu-west-1",
            "CLOSER_SKILL_ID": SKILL_ID,
            "CLOSER_AUDIO_BASE_URL": "https://closer-sounds-1abc.s3.eu-west-1.amazonaws.com",
        }
    )
    assert isinstance(open_store(settings.store), DynamoStore)
    assert settings.warning is None


def test_logs_end_and_alarms_watch_errors_and_duration(resources: dict[str, Any]) -> None:
    (log,) = of_type(resources, "AWS::Logs::LogGroup")
    assert log["RetentionInDays"] == {"Ref": "LogDays"}
    watched = {alarm["MetricName"] for alarm in of_type(resources, "AWS::CloudWatch::Alarm")}
    assert watched == {"Errors", "Duration", "Failures", "NotRemembered"}


def test_metrics_count_what_the_skill_logs(resources: dict[str, Any]) -> None:
    filters = {
        each["MetricTransformations"][0]["MetricName"]: each for each in of_type(resources, "AWS::Logs::MetricFilter")
    }
    said = (ROOT / "skill" / "turn" / "conversation.py").read_text("utf-8")
    beginning = filters["NotRemembered"]["FilterPattern"].split('"')[3].removesuffix("*")
    assert f'logs.note(f"{beginning}.' in said
    assert '$.logger = "closer_together" && $.level = "ERROR"' in filters["Failures"]["FilterPattern"]
    assert '"closer_together"' in (ROOT / "skill" / "logs.py").read_text("utf-8")
