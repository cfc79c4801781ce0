BEGIN TRANSACTION;
CREATE TABLE definitions (
    number INTEGER PRIMARY KEY, hash INTEGER NOT NULL, variables TEXT NOT NULL, text TEXT NOT NULL, reading TEXT NOT NULL DEFAULT '');
INSERT INTO "definitions" VALUES(1,-8782103606361031455,'[]','{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:us-east-1:123456789012:activity:work","TimeoutSeconds":3600,"End":true}}}','');
INSERT INTO "definitions" VALUES(2,436239554862084463,'[]','{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":86400,"End":true}}}','');
INSERT INTO "definitions" VALUES(3,1834725150467643272,'[]','{"StartAt":"P","States":{"P":{"Type":"Parallel","Branches":[{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:us-east-1:123456789012:activity:work","End":true}}},{"StartAt":"B","States":{"B":{"Type":"Task","Resource":"arn:aws:states:us-east-1:123456789012:activity:work","End":true}}}],"End":true}}}','');
INSERT INTO "definitions" VALUES(4,-4953885518929676804,'[]','{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}','');
INSERT INTO "definitions" VALUES(5,8097149532557920883,'[]','{"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E","Cause":"c"}}}','');
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (kind, key));
INSERT INTO "documents" VALUES(1,'activity','arn:aws:states:us-east-1:123456789012:activity:work','{"form":1,"name":"work","account":"123456789012","created":1795298487163,"sequence":1,"encryption":{"type":"AWS_OWNED_KEY"},"tags":{}}');
INSERT INTO "documents" VALUES(2,'stateMachine','arn:aws:states:us-east-1:123456789012:stateMachine:task','{"form":1,"name":"task","type":"STANDARD","account":"123456789012","created":1795298487181,"sequence":2,"revision":"4564a197-ad0e-462a-a40d-6ce91d0e0aa7","versions":[],"nextVersion":1,"aliases":[],"tags":{},"isDeleting":false}');
INSERT INTO "documents" VALUES(3,'revision','4564a197-ad0e-462a-a40d-6ce91d0e0aa7','{"form":1,"type":"STANDARD","serial":0,"definition":"{\"StartAt\": \"T\", \"States\": {\"T\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:us-east-1:123456789012:activity:work\", \"TimeoutSeconds\": 3600, \"End\": true}}}","variableReferences":{},"role":"arn:aws:iam::123456789012:role/flow","logging":{"level":"OFF","includeExecutionData":false},"tracing":{"enabled":false},"encryption":{"type":"AWS_OWNED_KEY"},"updated":1795298487181}');
INSERT INTO "documents" VALUES(4,'stateMachine','arn:aws:states:us-east-1:123456789012:stateMachine:wait','{"form":1,"name":"wait","type":"STANDARD","account":"123456789012","created":1795298487199,"sequence":3,"revision":"24665fe3-2a20-4cfb-9a8a-2899e33d9f33","versions":[],"nextVersion":1,"aliases":[],"tags":{},"isDeleting":false}');
INSERT INTO "documents" VALUES(5,'revision','24665fe3-2a20-4cfb-9a8a-2899e33d9f33','{"form":1,"type":"STANDARD","serial":0,"definition":"{\"StartAt\": \"W\", \"States\": {\"W\": {\"Type\": \"Wait\", \"Seconds\": 86400, \"End\": true}}}","variableReferences":{},"role":"arn:aws:iam::123456789012:role/flow","logging":{"level":"OFF","includeExecutionData":false},"tracing":{"enabled":false},"encryption":{"type":"AWS_OWNED_KEY"},"updated":1795298487199}');
INSERT INTO "documents" VALUES(6,'stateMachine','arn:aws:states:us-east-1:123456789012:stateMachine:both','{"form":1,"name":"both","type":"STANDARD","account":"123456789012","created":1795298487207,"sequence":4,"revision":"67f1b0c1-8e72-49cd-ab8e-ab491d851920","versions":[],"nextVersion":1,"aliases":[],"tags":{},"isDeleting":false}');
INSERT INTO "documents" VALUES(7,'revision','67f1b0c1-8e72-49cd-ab8e-ab491d851920','{"form":1,"type":"STANDARD","serial":0,"definition":"{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Parallel\", \"Branches\": [{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:us-east-1:123456789012:activity:work\", \"End\": true}}}, {\"StartAt\": \"B\", \"States\": {\"B\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:us-east-1:123456789012:activity:work\", \"End\": true}}}], \"End\": true}}}","variableReferences":{},"role":"arn:aws:iam::123456789012:role/flow","logging":{"level":"OFF","includeExecutionData":false},"tracing":{"enabled":false},"encryption":{"type":"AWS_OWNED_KEY"},"updated":1795298487207}');
INSERT INTO "documents" VALUES(8,'stateMachine','arn:aws:states:us-east-1:123456789012:stateMachine:pass','{"form":1,"name":"pass","type":"STANDARD","account":"123456789012","created":1795298487209,"sequence":5,"revision":"98f59de1-c79b-4235-b0c8-31c1c10ceab9","versions":[],"nextVersion":1,"aliases":[],"tags":{},"isDeleting":false}');
INSERT INTO "documents" VALUES(9,'revision','98f59de1-c79b-4235-b0c8-31c1c10ceab9','{"form":1,"type":"STANDARD","serial":0,"definition":"{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}","variableReferences":{},"role":"arn:aws:iam::123456789012:role/flow","logging":{"level":"OFF","includeExecutionData":false},"tracing":{"enabled":false},"encryption":{"type":"AWS_OWNED_KEY"},"updated":1795298487209}');
INSERT INTO "documents" VALUES(10,'stateMachine','arn:aws:states:us-east-1:123456789012:stateMachine:fail','{"form":1,"name":"fail","type":"STANDARD","account":"123456789012","created":1795298487216,"sequence":6,"revision":"d8b3e30a-d1b1-4290-9536-d47ec90e8b2c","versions":[],"nextVersion":1,"aliases":[],"tags":{},"isDeleting":false}');
INSERT INTO "documents" VALUES(11,'revision','d8b3e30a-d1b1-4290-9536-d47ec90e8b2c','{"form":1,"type":"STANDARD","serial":0,"definition":"{\"StartAt\": \"F\", \"States\": {\"F\": {\"Type\": \"Fail\", \"Error\": \"E\", \"Cause\": \"c\"}}}","variableReferences":{},"role":"arn:aws:iam::123456789012:role/flow","logging":{"level":"OFF","includeExecutionData":false},"tracing":{"enabled":false},"encryption":{"type":"AWS_OWNED_KEY"},"updated":1795298487216}');
CREATE TABLE executions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    machine INTEGER NOT NULL, status INTEGER NOT NULL, is_child INTEGER NOT NULL,
    started INTEGER NOT NULL, stopped INTEGER, machine_version INTEGER, alias INTEGER,
    map_run INTEGER, child_number INTEGER, child_items INTEGER, child_is_batch INTEGER,
    definition INTEGER NOT NULL, name TEXT NOT NULL, machine_name INTEGER NOT NULL, role INTEGER NOT NULL,
    version INTEGER NOT NULL, events INTEGER NOT NULL, redrives INTEGER NOT NULL DEFAULT 0, redriven INTEGER,
    limits TEXT, attributes TEXT, result TEXT, input TEXT NOT NULL, snapshot TEXT);
INSERT INTO "executions" VALUES(1,'arn:aws:states:us-east-1:123456789012:execution:task:task-1',1,1,0,1795298487218,1795298488236,NULL,NULL,NULL,NULL,NULL,NULL,1,'task-1',2,3,3,7,0,NULL,NULL,'{"revision":"4564a197-ad0e-462a-a40d-6ce91d0e0aa7","input":"{\"n\": \"task-1\"}"}','{"ok":1}','{"n":"task-1"}',NULL);
INSERT INTO "executions" VALUES(2,'arn:aws:states:us-east-1:123456789012:execution:wait:wait-1',4,0,0,1795298487222,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,'wait-1',5,3,1,2,0,NULL,NULL,'{"revision":"24665fe3-2a20-4cfb-9a8a-2899e33d9f33","input":"{\"n\": \"wait-1\"}"}',NULL,'{"n":"wait-1"}',NULL);
INSERT INTO "executions" VALUES(3,'arn:aws:states:us-east-1:123456789012:execution:both:both-1',6,0,0,1795298487224,NULL,NULL,NULL,NULL,NULL,NULL,NULL,3,'both-1',7,3,1,7,0,NULL,NULL,'{"revision":"67f1b0c1-8e72-49cd-ab8e-ab491d851920","input":"{\"n\": \"both-1\"}"}',NULL,'{"n":"both-1"}',NULL);
INSERT INTO "executions" VALUES(4,'arn:aws:states:us-east-1:123456789012:execution:pass:pass-1',8,1,0,1795298487226,1795298487226,NULL,NULL,NULL,NULL,NULL,NULL,4,'pass-1',9,3,1,4,0,NULL,NULL,'{"revision":"98f59de1-c79b-4235-b0c8-31c1c10ceab9","input":"{\"n\": \"pass-1\"}"}','{"n":"pass-1"}','{"n":"pass-1"}',NULL);
INSERT INTO "executions" VALUES(5,'arn:aws:states:us-east-1:123456789012:execution:fail:fail-1',10,2,0,1795298487228,1795298487228,NULL,NULL,NULL,NULL,NULL,NULL,5,'fail-1',11,3,1,3,0,NULL,NULL,'{"revision":"d8b3e30a-d1b1-4290-9536-d47ec90e8b2c","input":"{\"n\": \"fail-1\"}"}','["E","c"]','{"n":"fail-1"}','{"version":3,"random":-9049382281642038578,"startedAt":1795298487228,"status":["failed","E","c"],"counters":[4,0,0,0],"scopes":[{"state":0,"phase":["failed"],"input":{"n":"fail-1"},"events":[2,2,0],"enteredAt":1795298487228}],"ready":[],"free":[],"tasks":[],"timers":[],"mapRuns":[]}');
INSERT INTO "executions" VALUES(6,'arn:aws:states:us-east-1:123456789012:execution:task:task-2',1,0,0,1795298487229,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,'task-2',2,3,1,3,0,NULL,NULL,'{"revision":"4564a197-ad0e-462a-a40d-6ce91d0e0aa7","input":"{\"n\": \"task-2\"}"}',NULL,'{"n":"task-2"}',NULL);
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO "grdb_migrations" VALUES('1');
INSERT INTO "grdb_migrations" VALUES('2');
CREATE TABLE history (key INTEGER PRIMARY KEY, events TEXT NOT NULL);
INSERT INTO "history" VALUES(4294967297,'[[1,0,1795298487218,"ExecutionStarted",-1,{"n":"task-1"}],[2,0,1795298487218,"TaskStateEntered",0,{"n":"task-1"}],[3,2,1795298487218,"ActivityScheduled",0,{"n":"task-1"},["scheduled",3600,null,null]]]');
INSERT INTO "history" VALUES(4294967300,'[[4,3,1795298488232,"ActivityStarted",0,null,["worker","w"]]]');
INSERT INTO "history" VALUES(4294967301,'[[5,4,1795298488236,"ActivitySucceeded",0,{"ok":1}],[6,5,1795298488236,"TaskStateExited",0,{"ok":1}],[7,6,1795298488236,"ExecutionSucceeded",-1,{"ok":1}]]');
INSERT INTO "history" VALUES(8589934593,'[[1,0,1795298487222,"ExecutionStarted",-1,{"n":"wait-1"}],[2,0,1795298487222,"WaitStateEntered",0,{"n":"wait-1"}]]');
INSERT INTO "history" VALUES(12884901889,'[[1,0,1795298487224,"ExecutionStarted",-1,{"n":"both-1"}],[2,0,1795298487224,"ParallelStateEntered",0,{"n":"both-1"}],[3,2,1795298487224,"ParallelStateStarted",0],[4,3,1795298487224,"TaskStateEntered",1,{"n":"both-1"}],[5,4,1795298487224,"ActivityScheduled",1,{"n":"both-1"},["scheduled",null,null,null]],[6,3,1795298487224,"TaskStateEntered",2,{"n":"both-1"}],[7,6,1795298487224,"ActivityScheduled",2,{"n":"both-1"},["scheduled",null,null,null]]]');
INSERT INTO "history" VALUES(17179869185,'[[1,0,1795298487226,"ExecutionStarted",-1,{"n":"pass-1"}],[2,0,1795298487226,"PassStateEntered",0,{"n":"pass-1"}],[3,2,1795298487226,"PassStateExited",0,{"n":"pass-1"}],[4,3,1795298487226,"ExecutionSucceeded",-1,{"n":"pass-1"}]]');
INSERT INTO "history" VALUES(21474836481,'[[1,0,1795298487228,"ExecutionStarted",-1,{"n":"fail-1"}],[2,0,1795298487228,"FailStateEntered",0,{"n":"fail-1"}],[3,2,1795298487228,"ExecutionFailed",-1,null,["failure","E","c"]]]');
INSERT INTO "history" VALUES(25769803777,'[[1,0,1795298487229,"ExecutionStarted",-1,{"n":"task-2"}],[2,0,1795298487229,"TaskStateEntered",0,{"n":"task-2"}],[3,2,1795298487229,"ActivityScheduled",0,{"n":"task-2"},["scheduled",3600,null,null]]]');
CREATE TABLE map_runs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, execution INTEGER NOT NULL,
    run INTEGER NOT NULL, is_running INTEGER NOT NULL, started INTEGER NOT NULL, state TEXT NOT NULL,
    map_order TEXT NOT NULL);
CREATE TABLE names (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
INSERT INTO "names" VALUES(1,'arn:aws:states:us-east-1:123456789012:stateMachine:task');
INSERT INTO "names" VALUES(2,'task');
INSERT INTO "names" VALUES(3,'arn:aws:iam::123456789012:role/flow');
INSERT INTO "names" VALUES(4,'arn:aws:states:us-east-1:123456789012:stateMachine:wait');
INSERT INTO "names" VALUES(5,'wait');
INSERT INTO "names" VALUES(6,'arn:aws:states:us-east-1:123456789012:stateMachine:both');
INSERT INTO "names" VALUES(7,'both');
INSERT INTO "names" VALUES(8,'arn:aws:states:us-east-1:123456789012:stateMachine:pass');
INSERT INTO "names" VALUES(9,'pass');
INSERT INTO "names" VALUES(10,'arn:aws:states:us-east-1:123456789012:stateMachine:fail');
INSERT INTO "names" VALUES(11,'fail');
CREATE TABLE probes (number INTEGER PRIMARY KEY, count INTEGER NOT NULL);
INSERT INTO "probes" VALUES(1,0);
CREATE TABLE progress (
    number INTEGER PRIMARY KEY, version INTEGER NOT NULL, is_unsettled INTEGER NOT NULL, snapshot TEXT NOT NULL);
INSERT INTO "progress" VALUES(2,1,0,'{"version":3,"random":-7668343020561851149,"startedAt":1795298487222,"counters":[3,0,1,0],"scopes":[{"state":0,"phase":["waiting",1],"input":{"n":"wait-1"},"events":[2,2,0],"enteredAt":1795298487222}],"ready":[],"free":[],"tasks":[],"timers":[[1,["wait",0,1795384887222]]],"mapRuns":[]}');
INSERT INTO "progress" VALUES(3,1,1,'{"version":3,"random":5312790098261860925,"startedAt":1795298487224,"counters":[8,2,0,0],"scopes":[{"state":0,"phase":["forked"],"input":{"n":"both-1"},"events":[3,2,0],"enteredAt":1795298487224,"children":{"items":[],"effectiveInput":{"n":"both-1"},"nextItem":0,"results":[null,null],"remaining":2,"running":[1,2]}},{"state":1,"phase":["onTask",1],"input":{"n":"both-1"},"events":[5,4,3],"enteredAt":1795298487224,"parent":0,"position":0},{"state":2,"phase":["onTask",2],"input":{"n":"both-1"},"events":[7,6,3],"enteredAt":1795298487224,"parent":0,"position":1}],"ready":[],"free":[],"tasks":[[1,{"scope":1,"hasStarted":false,"lastHeartbeat":0}],[2,{"scope":2,"hasStarted":false,"lastHeartbeat":0}]],"timers":[],"mapRuns":[]}');
INSERT INTO "progress" VALUES(6,1,1,'{"version":3,"random":-4837335297738491852,"startedAt":1795298487229,"counters":[4,1,0,0],"scopes":[{"state":0,"phase":["onTask",1],"input":{"n":"task-2"},"events":[3,2,0],"enteredAt":1795298487229}],"ready":[],"free":[],"tasks":[[1,{"scope":0,"timeoutSeconds":3600,"hasStarted":false,"lastHeartbeat":0}]],"timers":[],"mapRuns":[]}');
CREATE TABLE tasks (key INTEGER PRIMARY KEY, task TEXT NOT NULL);
INSERT INTO "tasks" VALUES(12884901889,'{"id":1,"stateName":"A","resource":"arn:aws:states:us-east-1:123456789012:activity:work","arguments":{"n":"both-1"},"attempt":1,"idempotencyKey":"arn:aws:states:us-east-1:123456789012:execution:both:both-1:4:1","taskToken":"NjFmcms3ZjBuamVsLXFsYWh6OHF2empuby0zN2Y4bDVhcnN5YzAxLTNqMzY0bXN5YzhkeW8KMQphcm46YXdzOnN0YXRlczp1cy1lYXN0LTE6MTIzNDU2Nzg5MDEyOmV4ZWN1dGlvbjpib3RoOmJvdGgtMQ=="}');
INSERT INTO "tasks" VALUES(12884901890,'{"id":2,"stateName":"B","resource":"arn:aws:states:us-east-1:123456789012:activity:work","arguments":{"n":"both-1"},"attempt":1,"idempotencyKey":"arn:aws:states:us-east-1:123456789012:execution:both:both-1:6:1","taskToken":"MWZ1NDJ2dHh2MXZlLXdwdndpeGgyMXB5bC1lZHk3cmFvOHcxdG8tMTNsdXpqZnB2dXFleQoyCmFybjphd3M6c3RhdGVzOnVzLWVhc3QtMToxMjM0NTY3ODkwMTI6ZXhlY3V0aW9uOmJvdGg6Ym90aC0x"}');
INSERT INTO "tasks" VALUES(25769803777,'{"id":1,"stateName":"T","resource":"arn:aws:states:us-east-1:123456789012:activity:work","arguments":{"n":"task-2"},"timeoutSeconds":3600,"attempt":1,"idempotencyKey":"arn:aws:states:us-east-1:123456789012:execution:task:task-2:2:1","taskToken":"MjhuMGlkOHV5M25xNC0zYTZqZDh2MDNsMWR4LTJjaTBiem5odGw4dWwtM3Q3OTM4angwZHNiMgoxCmFybjphd3M6c3RhdGVzOnVzLWVhc3QtMToxMjM0NTY3ODkwMTI6ZXhlY3V0aW9uOnRhc2s6dGFzay0y"}');
CREATE TABLE timers (key INTEGER PRIMARY KEY, due INTEGER NOT NULL);
INSERT INTO "timers" VALUES(8589934593,1795384887222);
CREATE INDEX definitions_by_hash ON definitions (hash);
CREATE INDEX executions_by_machine ON executions (machine, status, started);
CREATE INDEX executions_by_status ON executions (is_child, status, started);
CREATE INDEX executions_by_version ON executions (machine_version, status, started)
WHERE machine_version IS NOT NULL;
CREATE INDEX executions_by_alias ON executions (alias, status, started) WHERE alias IS NOT NULL;
CREATE INDEX executions_by_map_run ON executions (map_run, status, started) WHERE map_run IS NOT NULL;
CREATE INDEX progress_unsettled ON progress (number) WHERE is_unsettled = 1;
CREATE INDEX timers_by_due ON timers (due);
CREATE INDEX map_runs_by_execution ON map_runs (execution, run);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('executions',6);
COMMIT;