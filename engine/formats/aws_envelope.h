// What Amazon's services wrap records in on their way: each record is handed on as it was.
//
// Firehose     to an HTTP endpoint: {"requestId":..., "records":[{"data": base64}]}
// Kinesis, SQS as functions get them: {"Records":[{"kinesis":{"data": base64}}, {"body": text}, {"Sns":{"Message": text}}]}
// SNS          to an HTTP endpoint: {"Type":"Notification", "Message": text}
// EventBridge  {"detail-type":..., "time":..., "detail": {...}}: handed on as it is, since its time says how new it is.
#pragma once

#include "formats/json_records.h"

namespace sojourn {

// Calls `see` with each record inside, or with `json` itself when nothing is around it. Records that stand inside one
// envelope share its line. Errors: those of `see`.
Status open_aws_envelope(const Json& json, const JsonRecord& raw, const ReadRecord& see);

}  // namespace sojourn
