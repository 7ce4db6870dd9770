"""deploy/aws/template.yaml expanded by SAM's own translator and deployed into moto, all in this process and offline.

moto's CloudFormation says CREATE_COMPLETE of types that it does not know. This module makes those (`MISSING`) by the API calls that
CloudFormation would make, from the same properties, so that botocore's models of the services check their names and shapes.
"""
import copy
import functools
import io
import json
import logging
import os
import pathlib
import re
import warnings
import zipfile

REGION, ACCOUNT = "eu-central-1", "123456789012"
os.environ.update(AWS_DEFAULT_REGION=REGION, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
os.environ.update(MOTO_EC2_LOAD_DEFAULT_AMIS="false")  # skips thousands of images, which cost a second each time
os.environ.pop("AWS_PROFILE", None)

import boto3  # noqa: E402
from moto import mock_aws  # noqa: E402
from samtranslator.translator.transform import transform  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TEMPLATE = ROOT / "deploy/aws/template.yaml"
STACK = "segue"
PARAMETERS = {"CodeBucket": "code", "Release": "r1", "Listener": "ann", "TimeZone": "Europe/Berlin", "AlarmMail": "ann@example.com",
              "FunctionClientId": "0123456789abcdef0123456789abcdef", "InstanceClientId": "fedcba9876543210fedcba9876543210"}
MISSING = {"AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::Scheduler::Schedule", "AWS::SNS::Subscription",
           "AWS::CloudWatch::Alarm", "AWS::Lambda::EventInvokeConfig"}
warnings.filterwarnings("ignore", module="moto")
for noisy in ("moto", "samtranslator"):
    logging.getLogger(noisy).setLevel(logging.ERROR)


@functools.cache
def aws(service):
    """Returns one client for each service, because making a client costs as much as all its calls. A client outlives a mock and uses the next."""
    return boto3.client(service)


class NoManagedPolicies:
    """Answers the translator, which asks AWS for names of managed policies; our template names none."""

    def load(self):
        return {}


def source():
    with open(TEMPLATE) as file:
        return yaml_parse(file)


def expand(template):
    return transform(copy.deepcopy(template), dict(PARAMETERS), NoManagedPolicies())


class Stack:
    """The deployed stack; use inside `with mock_aws()`."""

    def __init__(self, template):
        self.resources = expand(template)["Resources"]
        self.template = template
        self._prepare()
        text = json.dumps({**expand(template), "Resources": self.resources})
        client = aws("cloudformation")
        client.create_stack(StackName=STACK, TemplateBody=text, Capabilities=["CAPABILITY_IAM"],
                            Parameters=[{"ParameterKey": key, "ParameterValue": str(value)} for key, value in self.parameters.items()])
        known = client.describe_stack_resources(StackName=STACK)["StackResources"]
        self.ids = {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in known if "PhysicalResourceId" in one}
        told = {one.get("LogicalResourceId") for one in known}
        lost = [name for name, one in self.resources.items() if one["Type"] not in MISSING and name not in told]
        if lost:
            raise AssertionError(f"moto made no {lost}")
        self._complete_lake(self.resolve(self.resources["Lake"]["Properties"]))
        for name, one in self.resources.items():
            if one["Type"] in MISSING and self._holds(one.get("Condition")):
                self._make(name, one["Type"], self.resolve(one["Properties"]))

    def _prepare(self):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("bootstrap", "#!/bin/sh\n")
        s3 = aws("s3")
        s3.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket="code", Key="segue/r1/segue-lambda.zip", Body=archive.getvalue())
        defaults = {name: one["Default"] for name, one in self.template["Parameters"].items() if "Default" in one}
        self.parameters = {**defaults, **PARAMETERS, "Image": "ami-0123456789abcdef0"}

    def _holds(self, condition):
        return condition is None or self.resolve(self.template["Conditions"][condition])

    def resolve(self, value):
        """Returns the value that CloudFormation would put there."""
        if isinstance(value, list):
            return [self.resolve(one) for one in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (name, of), = value.items()
            if name == "Ref":
                return self._ref(of)
            if name == "Fn::Sub":
                return re.sub(r"\$\{([\w.:]+)\}", lambda match: str(self._named(match[1])), of)
            if name == "Fn::GetAtt":
                return self._attribute(*(of if isinstance(of, list) else of.split(".")))
            if name == "Fn::If":
                return self.resolve(of[1] if self._holds(of[0]) else of[2])
            if name == "Fn::Not":
                return not self.resolve(of[0])
            if name == "Fn::Equals":
                return self.resolve(of[0]) == self.resolve(of[1])
            if name == "Fn::Base64":
                return self.resolve(of)
        return {key: self.resolve(one) for key, one in value.items()}

    def _named(self, name):
        return self._attribute(*name.split(".")) if "." in name else self._ref(name)

    def _ref(self, name):
        pseudo = {"AWS::Partition": "aws", "AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::StackName": STACK}
        return pseudo.get(name) or (self.parameters[name] if name in self.parameters else self.ids[name])

    def _attribute(self, name, attribute):
        kind, made = self.resources[name]["Type"], self.ids[name]
        if (kind, attribute) == ("AWS::SQS::Queue", "QueueName"):
            return made.rsplit("/", 1)[-1]
        return {"AWS::S3::Bucket": lambda: f"arn:aws:s3:::{made}",
                "AWS::SQS::Queue": lambda: f"arn:aws:sqs:{REGION}:{ACCOUNT}:{made.rsplit('/', 1)[-1]}",
                "AWS::IAM::Role": lambda: aws("iam").get_role(RoleName=made)["Role"]["Arn"],
                "AWS::Events::Rule": lambda: aws("events").describe_rule(Name=made.rsplit("/", 1)[-1])["Arn"],
                "AWS::Logs::LogGroup": lambda: f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{made}:*"}[kind]()

    def _complete_lake(self, properties):
        """moto makes the bucket without these."""
        s3, bucket = aws("s3"), self.ids["Lake"]
        if "VersioningConfiguration" in properties:
            s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=properties["VersioningConfiguration"])
        if "PublicAccessBlockConfiguration" in properties:
            s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=properties["PublicAccessBlockConfiguration"])
        if "OwnershipControls" in properties:
            s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=properties["OwnershipControls"])
        if "LifecycleConfiguration" in properties:
            rules = [{"Filter": {"Prefix": ""}, **rule} for rule in properties["LifecycleConfiguration"]["Rules"]]
            for rule in rules:  # the same names, except for two
                rule["ID"] = rule.pop("Id")
                if "ExpirationInDays" in rule:
                    rule["Expiration"] = {"Days": rule.pop("ExpirationInDays")}
            s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})

    def _make(self, name, kind, properties):
        if kind == "AWS::S3::BucketPolicy":
            aws("s3").put_bucket_policy(Bucket=properties["Bucket"], Policy=json.dumps(properties["PolicyDocument"]))
        elif kind == "AWS::SQS::QueuePolicy":
            for queue in properties["Queues"]:
                aws("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(properties["PolicyDocument"])})
        elif kind == "AWS::Scheduler::Schedule":
            aws("scheduler").create_schedule(Name=name, **properties)
        elif kind == "AWS::SNS::Subscription":
            aws("sns").subscribe(**properties)
        elif kind == "AWS::CloudWatch::Alarm":
            aws("cloudwatch").put_metric_alarm(AlarmName=name, **properties)
        else:
            properties.pop("Qualifier")
            aws("lambda").put_function_event_invoke_config(**properties)
