// What goes into the audit log, and who is told what they may not do.
//
// Kept      what a handler notes itself (note_action), and what the table here says of a route, once it succeeded. Every
//           DELETE of the owner's door is kept.
// Failing   a log that cannot be written does not stop what it tells of: the owner hears of it (trouble.h).
#pragma once

#include <optional>
#include <string>

#include "access/audit_log.h"
#include "api/handlers.h"

namespace sojourn {

// What to keep of the call when it succeeds; nothing where its handler notes itself, or there is nothing to keep.
std::optional<AuditEntry> audit_note(const Route& route, const Call& call);
// Numbers and dates are the log's.
void keep_note(const Engine& engine, AuditEntry entry);
void note_action(const Engine& engine, const Call& call, std::string action, std::string subject,
                 std::string detail = {});

// 403, with the permission that is missing and who can give it; nothing when the caller has one of `needs`, or none is
// needed.
std::optional<Problem> missing_permission(Permissions needs, const Caller& caller, const Access* access);

}  // namespace sojourn
