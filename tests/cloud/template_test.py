"""The AWS template: clean under cfn-lint, expanded by SAM, deployed into moto; the deployed resources are compared with the
specification. Each fault of MUTATIONS, put into the template, must be noticed."""
import ast
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import stack
from moto import mock_aws
from stack import ACCOUNT, REGION, STACK, Stack, aws

MACHINE_ARN = f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/"


class Same:
    """Collects what differs from the specification."""

    def __init__(self):
        self.findings = []

    def __call__(self, what, is_, shall):
        if is_ != shall:
            self.findings.append(f"{what}: {is_!r}, not {shall!r}")


def as_document(policy):
    """Parses a document of moto, which returns what it was given, or Python's text of it."""
    return ast.literal_eval(policy) if isinstance(policy, str) else policy


def inline_policies(role):
    """Returns {(action, resource, condition)} of all rights of a role; anything but an inline Allow statement is listed as it is."""
    iam, rights = aws("iam"), set()
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        for statement in as_document(iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"])["Statement"]:
            extra = set(statement) - {"Effect", "Action", "Resource", "Condition"}
            if extra or statement["Effect"] != "Allow":
                rights.add(("odd statement", json.dumps(statement, sort_keys=True), ""))
                continue
            as_list = lambda value: value if isinstance(value, list) else [value]  # noqa: E731
            condition = json.dumps(statement.get("Condition", {}), sort_keys=True)
            rights |= {(action, resource, condition) for action in as_list(statement["Action"]) for resource in as_list(statement["Resource"])}
    for attached in iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        rights.add(("managed policy", attached["PolicyArn"], ""))
    return rights


def rights(*lines):
    return {(action, resource, json.dumps(condition, sort_keys=True)) for action, resource, condition in lines}


def check_roles(made, same):
    bucket = f"arn:aws:s3:::{made.ids['Lake']}"
    machine, queue = MACHINE_ARN + made.ids["Machine"], made.resolve({"Fn::GetAtt": ["FailedCalls", "Arn"]})
    parameter = f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/segue"
    log = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/segue/{STACK}/poll:*"
    segue_alone = {"StringEquals": {"cloudwatch:namespace": "segue"}}
    shall = {
        "PollRole": rights(("s3:GetObject", bucket + "/v1/ann/*", {}), ("s3:PutObject", bucket + "/v1/ann/*", {}),
                           ("s3:ListBucket", bucket, {"StringLike": {"s3:prefix": "v1/ann/*"}}),
                           ("ssm:GetParameter", parameter + "/ann/consent", {}), ("ssm:PutParameter", parameter + "/ann/consent", {}),
                           ("logs:CreateLogStream", log, {}), ("logs:PutLogEvents", log, {}), ("sqs:SendMessage", queue, {})),
        "MachineRole": rights(("s3:GetObject", bucket + "/v1/*", {}), ("s3:PutObject", bucket + "/v1/*", {}),
                              ("s3:ListBucket", bucket, {"StringLike": {"s3:prefix": "v1/*"}}),
                              ("s3:GetObject", "arn:aws:s3:::code/segue/r1/*", {}),
                              ("ssm:GetParameter", parameter + "/segue/settings", {}),
                              ("cloudwatch:PutMetricData", "*", segue_alone), ("ssm:UpdateInstanceInformation", "*", {}),
                              *((f"ssmmessages:{action}", "*", {}) for action in
                                ("CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"))),
        "StartRole": rights(("ec2:StartInstances", machine, {}), ("sqs:SendMessage", queue, {})),
        "StopRole": rights(("ec2:StopInstances", machine, {}), ("sqs:SendMessage", queue, {})),
    }
    roles = {name for name, one in made.resources.items() if one["Type"] == "AWS::IAM::Role"}
    same("the roles", roles, set(shall))
    same("other grants", [name for name, one in made.resources.items() if one["Type"] in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")], [])
    for name in roles & set(shall):
        same(f"all of {name}", set(made.resources[name]["Properties"]), {"AssumeRolePolicyDocument", "Policies"})  # moto drops managed policies
        same(f"rights of {name}", inline_policies(made.ids[name]) ^ shall[name], set())
    trust = {"PollRole": "lambda", "MachineRole": "ec2", "StartRole": "scheduler", "StopRole": "scheduler"}
    for name in roles & set(trust):
        document = as_document(aws("iam").get_role(RoleName=made.ids[name])["Role"]["AssumeRolePolicyDocument"])
        who = [statement["Principal"] for statement in document["Statement"]]
        same(f"who may be {name}", who, [{"Service": f"{trust[name]}.amazonaws.com"}])


def check_lake(made, same):
    s3, bucket = aws("s3"), made.ids["Lake"]
    same("kept when the stack goes", [made.resources["Lake"].get(key) for key in ("DeletionPolicy", "UpdateReplacePolicy")], ["Retain"] * 2)
    same("versions", s3.get_bucket_versioning(Bucket=bucket).get("Status"), "Enabled")
    same("public access", [*s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values()], [True] * 4)
    encryption = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    same("encryption", [rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] for rule in encryption], ["AES256"])
    owner = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    same("owner", owner, [{"ObjectOwnership": "BucketOwnerEnforced"}])
    rules = {rule["ID"]: {key: value for key, value in rule.items() if key not in ("ID", "Status", "Filter", "Prefix")}
             for rule in s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"] if rule["Status"] == "Enabled"}
    same("lifecycle", rules, {"older-versions": {"NoncurrentVersionExpiration": {"NoncurrentDays": 90}},
                              "broken-uploads": {"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}}})
    statement, = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    same("TLS alone", (statement["Effect"], statement["Principal"], statement["Action"], statement["Condition"], statement["Resource"]),
         ("Deny", "*", "s3:*", {"Bool": {"aws:SecureTransport": "false"}}, [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]))


def check_function(made, same):
    lambda_, name = aws("lambda"), made.ids["Poll"]
    function = lambda_.get_function(FunctionName=name)
    settings = function["Configuration"]
    same("the function", [settings.get(key) for key in ("Runtime", "Architectures", "Handler", "MemorySize", "Timeout")],
         ["provided.al2023", ["x86_64"], "bootstrap", 128, 60])
    same("one at a time", function.get("Concurrency", {}).get("ReservedConcurrentExecutions"), 1)
    same("its settings", settings["Environment"]["Variables"], {
        "SEGUE_USER": "ann", "SEGUE_SPOTIFY_CLIENT_ID": "0123456789abcdef0123456789abcdef", "SEGUE_LAKE": f"s3://{made.ids['Lake']}",
        "SEGUE_TOKEN_PARAMETER": "/segue/ann/consent"})
    same("its role", settings["Role"], made.resolve({"Fn::GetAtt": ["PollRole", "Arn"]}))
    same("its log", made.resolve(made.resources["Poll"]["Properties"].get("LoggingConfig")), {"LogGroup": made.ids["PollLog"]})
    group, = aws("logs").describe_log_groups(logGroupNamePrefix=f"/segue/{STACK}/poll")["logGroups"]
    same("days of the log", group.get("retentionInDays"), 30)
    queue = made.resolve({"Fn::GetAtt": ["FailedCalls", "Arn"]})
    kept = lambda_.get_function_event_invoke_config(FunctionName=name)
    same("failed polls", (kept["MaximumRetryAttempts"], kept["MaximumEventAgeInSeconds"], kept["DestinationConfig"]["OnFailure"]),
         (2, 3000, {"Destination": queue}))
    events = aws("events")
    rule, = events.list_rules()["Rules"]
    same("each hour", (rule["ScheduleExpression"], rule["State"]), ("rate(1 hour)", "ENABLED"))
    target, = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    same("the rule's target", (target["Arn"], target["DeadLetterConfig"]), (settings["FunctionArn"], {"Arn": queue}))
    permission = made.resolve(made.resources["PollHourlyPermission"]["Properties"])
    same("who may call", (permission["Principal"], permission["Action"], permission["SourceArn"]),
         ("events.amazonaws.com", "lambda:InvokeFunction", rule["Arn"]))
    attributes = aws("sqs").get_queue_attributes(QueueUrl=made.ids["FailedCalls"], AttributeNames=["All"])["Attributes"]
    same("the queue keeps 14 days", attributes["MessageRetentionPeriod"], "1209600")
    statement, = json.loads(attributes["Policy"])["Statement"]
    same("who may fill the queue", (statement["Principal"], statement["Action"], statement["Resource"], statement["Condition"]),
         ({"Service": "events.amazonaws.com"}, "sqs:SendMessage", queue, {"ArnEquals": {"aws:SourceArn": rule["Arn"]}}))


def check_machine(made, same):
    ec2, machine = aws("ec2"), made.ids["Machine"]
    groups = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [made.ids["Net"]]}])["SecurityGroups"]
    group, = [one for one in groups if one["GroupId"] == made.ids["OutOnly"]]
    same("open ports", group["IpPermissions"], [])
    # What moto does not make is read from what CloudFormation is given.
    told = {name: made.resolve(made.resources[name]["Properties"]) for name in ("OutOnly", "Machine", "Volume", "Subnet")}
    same("ways out", sorted((rule["IpProtocol"], rule["FromPort"], rule["ToPort"]) for rule in told["OutOnly"]["SecurityGroupEgress"]),
         [("tcp", 80, 80), ("tcp", 443, 443)])
    same("rules beside it", [name for name, one in made.resources.items() if one["Type"].startswith("AWS::EC2::SecurityGroupIngress")], [])
    instance = ec2.describe_instances(InstanceIds=[machine])["Reservations"][0]["Instances"][0]
    same("what it needs to begin", set(made.resources["Machine"].get("DependsOn", [])), {"RouteOut", "RoutesOfSubnet", "Settings"})
    same("its groups", (told["Machine"].get("SecurityGroupIds"), told["Machine"].get("NetworkInterfaces")), ([made.ids["OutOnly"]], None))
    same("its kind", (instance["InstanceType"], instance["ImageId"]), ("t3.medium", made.parameters["Image"]))
    same("its profile", instance.get("IamInstanceProfile", {}).get("Arn", "").rsplit("/", 1)[-1], made.ids["MachineProfile"])
    same("keys of a shell", instance.get("KeyName"), None)
    same("when it goes off", told["Machine"].get("InstanceInitiatedShutdownBehavior"), "stop")
    same("metadata", told["Machine"].get("MetadataOptions"), {"HttpTokens": "required", "HttpEndpoint": "enabled", "HttpPutResponseHopLimit": 1})
    same("its root volume", [one["Ebs"].get("Encrypted") for one in told["Machine"]["BlockDeviceMappings"]], [True])
    volume, = ec2.describe_volumes(VolumeIds=[made.ids["Volume"]])["Volumes"]
    same("the volume", (told["Volume"].get("Encrypted"), volume["Size"], told["Volume"].get("VolumeType")), (True, 20, "gp3"))
    same("it lies where the machine is", told["Volume"]["AvailabilityZone"], told["Subnet"]["AvailabilityZone"])
    same("it survives", [made.resources["Volume"].get(key) for key in ("DeletionPolicy", "UpdateReplacePolicy")], ["Snapshot"] * 2)
    same("it is attached", [(one["InstanceId"], one["Device"]) for one in volume["Attachments"]], [(machine, "/dev/sdf")])
    settings = aws("ssm").get_parameter(Name=f"/segue/{STACK}/settings")["Parameter"]["Value"]
    same("its settings", dict(line.split("=", 1) for line in settings.splitlines()), {
        "SEGUE_USER": "ann", "SEGUE_LAKE": f"s3://{made.ids['Lake']}", "SEGUE_AWS_REGION": REGION,
        "SEGUE_SPOTIFY_CLIENT_ID": "fedcba9876543210fedcba9876543210", "SEGUE_WAREHOUSE_URL": "postgresql:///segue",
        "TIME_ZONE": "Europe/Berlin", "CODE": "s3://code/segue/r1/segue-instance.tar.gz", "RELEASE": "r1", "VOLUME": made.ids["Volume"]})


def check_hours(made, same):
    """Calls the schedules' targets as written, and checks that the machine starts and stops."""
    scheduler, ec2, machine = aws("scheduler"), aws("ec2"), made.ids["Machine"]
    names = sorted(one["Name"] for one in scheduler.list_schedules()["Schedules"])
    same("schedules", names, ["Start", "Stop"])
    for name, cron in (("Stop", "cron(0 8 * * ? *)"), ("Start", "cron(0 4 ? * * *)")):
        if name not in names:
            continue
        one = scheduler.get_schedule(Name=name)
        call = name.lower() + "Instances"
        same(f"{name}: when", (one["ScheduleExpression"], one["ScheduleExpressionTimezone"], one["State"]), (cron, "Europe/Berlin", "ENABLED"))
        same(f"{name}: how", (one["Target"]["Arn"], one["Target"]["RoleArn"]),
             (f"arn:aws:scheduler:::aws-sdk:ec2:{call}", made.resolve({"Fn::GetAtt": [name + "Role", "Arn"]})))
        same(f"{name}: given up", one["Target"].get("DeadLetterConfig"), {"Arn": made.resolve({"Fn::GetAtt": ["FailedCalls", "Arn"]})})
        {"stopInstances": ec2.stop_instances, "startInstances": ec2.start_instances}[call](**json.loads(one["Target"]["Input"]))
        state = ec2.describe_instances(InstanceIds=[machine])["Reservations"][0]["Instances"][0]["State"]["Name"]
        same(f"{name}: the machine", state, {"Stop": "stopped", "Start": "running"}[name])


def check_alarms(made, same):
    shall = {  # metric, statistic, period, evaluations, comparison, threshold, missing data
        "NoGoodPoll": ("segue", "GoodPolls", "Sum", 3600, 3, "LessThanThreshold", 1, "breaching"),
        "ConsentNearItsEnd": ("segue", "DaysToConsentEnd", "Minimum", 3600, 1, "LessThanOrEqualToThreshold", 7, "ignore"),
        "PollErrors": ("AWS/Lambda", "Errors", "Sum", 3600, 2, "GreaterThanOrEqualToThreshold", 1, "notBreaching"),
        "CallsGivenUp": ("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", 300, 1, "GreaterThanThreshold", 0, "notBreaching"),
        "NewGap": ("segue", "Gaps", "Maximum", 86400, 1, "GreaterThanThreshold", 0, "notBreaching"),
        "NoGoodRun": ("segue", "GoodRuns", "Sum", 86400, 2, "LessThanThreshold", 1, "breaching"),
    }
    about = {"AWS/Lambda": ("FunctionName", made.ids["Poll"]), "AWS/SQS": ("QueueName", made.ids["FailedCalls"].rsplit("/", 1)[-1]),
             "segue": ("User", "ann")}
    alarms = {one["AlarmName"]: one for one in aws("cloudwatch").describe_alarms()["MetricAlarms"]}
    same("alarms", set(alarms), set(shall))
    for name in set(alarms) & set(shall):
        one = alarms[name]
        keys = ("Namespace", "MetricName", "Statistic", "Period", "EvaluationPeriods", "ComparisonOperator", "Threshold", "TreatMissingData")
        same(name, tuple(one.get(key) for key in keys), shall[name])
        same(f"{name} is about", [(d["Name"], d["Value"]) for d in one["Dimensions"]], [about[one["Namespace"]]])
        same(f"{name} tells", one["AlarmActions"], [made.ids["Alarms"]])
    mails = aws("sns").list_subscriptions_by_topic(TopicArn=made.ids["Alarms"])["Subscriptions"]
    same("who is told", [(one["Protocol"], one["Endpoint"]) for one in mails], [("email", "ann@example.com")])


def check_user_data(made, same):
    """Checks the script of the machine's first boot; bash and shellcheck report nothing."""
    script = made.resolve(made.resources["Machine"]["Properties"]["UserData"])
    for tool in (["bash", "-n"], ["shellcheck", "--shell=bash", "-"]):
        done = subprocess.run(tool, input=script, capture_output=True, text=True)
        same(f"user data under {tool[0]}", (done.returncode, done.stdout + done.stderr), (0, ""))
    for piece in ("systemd-run --unit=first-boot-limit --on-active=2h systemctl poweroff", "/opt/segue/aws/install.sh", "systemctl start --no-block segue-boot.service"):
        same(f"user data has {piece}", piece in script, True)


# Values that each parameter accepts, and values that it refuses.
SAMPLES = {
    "CodeBucket": (["my-code.bucket"], ["", "My_Bucket", "a", "s3://bucket"]), "Release": (["0.1.0", "033435d-dirty"], ["", "../x", "a b"]),
    "Listener": (["me", "a_b-1"], ["", "Ann", "a b", "x" * 33]), "TimeZone": (["UTC", "America/Port-au-Prince"], ["", "Berlin; rm", "x\ny"]),
    "FunctionClientId": (["0123456789abcdef0123456789abcdef"], ["", "a b", "short"]),
    "InstanceClientId": (["", "0123456789abcdef0123456789abcdef"], ["a b", "x=1\ny=2"]), "AlarmMail": (["", "a@b.org"], ["a", "a@b c"]),
    "FunctionMemory": ([128, 256], [64, 512]), "InstanceType": (["t3.small"], ["t4g.small", "x1e.32xlarge"]), "VolumeGiB": ([10, 1000], [9, 1001]),
    "StartHour": ([0, 23], [-1, 24]), "StopHour": ([0, 23], [-1, 24]), "Days": (["*", "MON", "MON-FRI"], ["", "MON ? *"]),
    "LogDays": ([30], [0, 31]),
}


def takes(parameter, value):
    """Returns whether CloudFormation would accept the value; the pattern must match the whole value."""
    if "AllowedValues" in parameter:
        return value in parameter["AllowedValues"]
    if parameter["Type"] == "Number":
        return parameter["MinValue"] <= value <= parameter["MaxValue"]
    return re.fullmatch(parameter["AllowedPattern"], value) is not None


def check_parameters(made, same):
    parameters = made.template["Parameters"]
    same("parameters", set(parameters) - {"Image"}, set(SAMPLES))
    same("the image", parameters["Image"]["Type"], "AWS::EC2::Image::Id")
    for name in set(parameters) & set(SAMPLES):
        for right in SAMPLES[name][0] + ([parameters[name]["Default"]] if "Default" in parameters[name] else []):
            same(f"parameter {name} takes {right!r}", takes(parameters[name], right), True)
        for wrong in SAMPLES[name][1]:
            same(f"parameter {name} takes {wrong!r}", takes(parameters[name], wrong), False)


CHECKS = (check_parameters, check_roles, check_lake, check_function, check_machine, check_hours, check_alarms, check_user_data)


def findings(template):
    with mock_aws():
        try:
            made = Stack(template)
        except Exception as error:  # botocore and moto refuse with many kinds of exception
            return [f"not deployed: {type(error).__name__}: {error}"]
        same = Same()
        for check in CHECKS:
            try:
                check(made, same)
            except Exception as error:
                same.findings.append(f"{check.__name__}: {type(error).__name__}: {error}")
        return same.findings


def at(template, *path):
    for step in path:
        template = template[step]
    return template


def put(value, *path):
    def change(template):
        at(template, "Resources", *path[:-1])[path[-1]] = value
    return change


def drop(*path):
    def change(template):
        del at(template, "Resources", *path[:-1])[path[-1]]
    return change


def statement(role, number, **changes):
    def change(template):
        at(template, "Resources", role, "Properties", "Policies", 0, "PolicyDocument", "Statement", number).update(changes)
    return change


# What is broken → how to break it, and a word that the check must say.
MUTATIONS = {
    "the function may do anything with the bucket": (statement("PollRole", 0, Action="s3:*"), "rights of PollRole"),
    "the function may delete": (statement("PollRole", 0, Action=["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]), "rights of PollRole"),
    "the function reads other listeners": (statement("PollRole", 0, Resource={"Fn::Sub": "${Lake.Arn}/*"}), "rights of PollRole"),
    "the function lists all": (lambda t: at(t, "Resources", "PollRole", "Properties", "Policies", 0, "PolicyDocument", "Statement", 1)
                               .pop("Condition"), "rights of PollRole"),
    "the function reads every parameter": (statement("PollRole", 2, Resource="*"), "rights of PollRole"),
    "the machine has AWS's managed policy": (put(["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"], "MachineRole", "Properties",
                                                 "ManagedPolicyArns"), "all of MachineRole"),
    "the machine's metrics in any namespace": (lambda t: at(t, "Resources", "MachineRole", "Properties", "Policies", 0, "PolicyDocument",
                                                            "Statement", 4).pop("Condition"), "rights of MachineRole"),
    "any machine may be started": (statement("StartRole", 0, Resource="*"), "rights of StartRole"),
    "the starter may stop, too": (statement("StartRole", 0, Action=["ec2:StartInstances", "ec2:StopInstances"]), "rights of StartRole"),
    "anybody's service may start": (put({"Service": "lambda.amazonaws.com"}, "StartRole", "Properties", "AssumeRolePolicyDocument",
                                        "Statement", 0, "Principal"), "who may be StartRole"),
    "the bucket goes with the stack": (drop("Lake", "DeletionPolicy"), "kept"),
    "no versions": (drop("Lake", "Properties", "VersioningConfiguration"), "versions"),
    "no encryption": (drop("Lake", "Properties", "BucketEncryption"), "check_lake"),
    "public policies": (put(False, "Lake", "Properties", "PublicAccessBlockConfiguration", "BlockPublicPolicy"), "public access"),
    "no TLS": (drop("LakePolicy"), "check_lake"),
    "plays end after a year": (lambda t: at(t, "Resources", "Lake", "Properties", "LifecycleConfiguration", "Rules").append(
        {"Id": "year", "Status": "Enabled", "ExpirationInDays": 365}), "lifecycle"),
    "polled each day": (put("rate(1 day)", "Poll", "Properties", "Events", "Hourly", "Properties", "Schedule"), "each hour"),
    "two functions at once": (put(2, "Poll", "Properties", "ReservedConcurrentExecutions"), "one at a time"),
    "an old runtime": (put("provided.al2", "Poll", "Properties", "Runtime"), "the function"),
    "failed polls are forgotten": (drop("Poll", "Properties", "EventInvokeConfig"), "check_function"),
    "the log is kept for ever": (drop("PollLog", "Properties", "RetentionInDays"), "days of the log"),
    "an open port": (put([{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}], "OutOnly", "Properties",
                         "SecurityGroupIngress"), "open ports"),
    "the first metadata service": (put("optional", "Machine", "Properties", "MetadataOptions", "HttpTokens"), "metadata"),
    "a machine before its settings": (put(["RouteOut", "RoutesOfSubnet"], "Machine", "DependsOn"), "needs to begin"),
    "a plain volume": (put(False, "Volume", "Properties", "Encrypted"), "the volume"),
    "a volume that goes with the stack": (put("Delete", "Volume", "DeletionPolicy"), "survives"),
    "a machine that ends when it goes off": (put("terminate", "Machine", "Properties", "InstanceInitiatedShutdownBehavior"), "goes off"),
    "started at another hour": (put("cron(0 5 ? * * *)", "Start", "Properties", "ScheduleExpression"), "Start: when"),
    "started is another machine": (put('{"InstanceIds":["i-00000000000000000"]}', "Start", "Properties", "Target", "Input"), "check_hours"),
    "not stopped from outside": (drop("Stop"), "schedules"),
    "a schedule with a property that does not exist": (put("x", "Start", "Properties", "Cron"), "not deployed"),
    "silence is taken for well": (put("notBreaching", "NoGoodPoll", "Properties", "TreatMissingData"), "NoGoodPoll"),
    "a listener with any name": (lambda t: t["Parameters"]["Listener"].update(AllowedPattern=".*"), "parameter Listener"),
    "a volume of any size": (lambda t: t["Parameters"]["VolumeGiB"].pop("MaxValue"), "check_parameters"),
    "an alarm that tells nobody": (put([], "NewGap", "Properties", "AlarmActions"), "NewGap tells"),
    "no alarm of the consent": (drop("ConsentNearItsEnd"), "alarms"),
    "a quote that is not closed": (lambda t: at(t, "Resources", "Machine", "Properties", "UserData", "Fn::Base64").update(
        {"Fn::Sub": at(t, "Resources", "Machine", "Properties", "UserData", "Fn::Base64")["Fn::Sub"] + "echo 'x\n"}), "user data under bash"),
    "a first boot without a time limit": (lambda t: at(t, "Resources", "Machine", "Properties", "UserData", "Fn::Base64").update(
        {"Fn::Sub": at(t, "Resources", "Machine", "Properties", "UserData", "Fn::Base64")["Fn::Sub"].replace("--on-active=2h", "--help")}),
        "user data has"),
}

# cfn-lint's number of a fault → what is replaced in the file.
LINTED = {
    "E3012": ("EvaluationPeriods: 3\n", "EvaluationPeriods: three\n"),
    "E3030": ("VolumeType: gp3", "VolumeType: gp9"),
    "E3002": ("VersioningConfiguration:", "VersionConfiguration:"),
    "E1019": ("${Lake.Arn}/v1/*", "${Lakes.Arn}/v1/*"),
    "E3006": ("Type: AWS::SQS::Queue\n", "Type: AWS::SQS::Line\n"),
}


def linted(text):
    """Returns cfn-lint's exit code and output."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "template.yaml"
        file.write_text(text)
        done = subprocess.run([pathlib.Path(sys.executable).with_name("cfn-lint"), "--regions", REGION, "--format", "parseable", "--template", str(file)],
                              capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def check_lint():
    text, missed = stack.TEMPLATE.read_text(), []
    code, said = linted(text)
    if code != 0 or said.strip():
        missed.append(f"cfn-lint: {said}")
    for number, (old, new) in LINTED.items():
        if old not in text:
            raise SystemExit(f"the template has no {old!r}")
        code, said = linted(text.replace(old, new))
        if code == 0 or number not in said:
            missed.append(f"cfn-lint does not say {number} of {new!r}: {said}")
    return missed


def check_deployed():
    source = stack.source()
    missed = findings(source)
    for name, (change, word) in MUTATIONS.items():
        broken = copy.deepcopy(source)
        change(broken)
        found = findings(broken)
        if not any(word in one for one in found):
            missed.append(f"not noticed: {name} ({word}): {found}")
    return missed


def main():
    missed = check_lint()
    if not missed:
        print(f"cfn-lint: clean; {len(LINTED)} seeded faults told")
    missed += check_deployed()
    for one in missed:
        print(f"MISSED: {one}")
    if not missed:
        print(f"deployed: as it shall be; {len(MUTATIONS)} faults noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
