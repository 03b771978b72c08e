// Signing in, accounts, tokens, the audit log.
#include "api/openapi_schemas.h"

namespace sojourn {
namespace {

constexpr std::string_view kAccess = R"json({
"Role": {"enum": ["owner", "admin", "analyst", "manager", "agent", "viewer"]},
"PermissionNames": {"type": "array", "items": {"enum": ["ask", "people", "boards", "record", "setup", "accounts", "personal"]}},
"Home": {"enum": ["", "executive", "marketing", "service", "agent", "analyst"], "description": "The board shown first; empty: as the role."},
"Language": {"enum": ["", "en", "nl", "de", "ru", "zh"], "description": "Empty: as the browser wishes."},
"SignIn": {"type": "object", "required": ["account", "password"], "additionalProperties": false, "properties": {
  "account": {"type": "string"}, "password": {"type": "string", "format": "password"}}},
"SignedOut": {"type": "object", "required": ["signed_out"], "properties": {"signed_out": {"const": true}}},
"Me": {"type": "object",
  "required": ["account", "name", "email", "role", "scope", "permissions", "single_user", "home", "language",
    "granters"],
  "properties": {
    "account": {"type": ["string", "null"], "description": "Null: the owner of this machine, or of the admin key."},
    "name": {"type": "string"}, "email": {"type": "string"}, "role": {"$ref": "#/components/schemas/Role"},
    "scope": {"type": "string", "description": "A filter that all questions are asked within; empty: everything."},
    "permissions": {"$ref": "#/components/schemas/PermissionNames"},
    "single_user": {"type": "boolean", "description": "There are no accounts yet: nobody signs in."},
    "home": {"$ref": "#/components/schemas/Home"}, "language": {"$ref": "#/components/schemas/Language"},
    "granters": {"type": "array", "items": {"type": "string"}, "description": "The names of those who can give permissions."}}},
"MyAccount": {"type": "object", "additionalProperties": false, "properties": {
  "name": {"type": "string"}, "language": {"$ref": "#/components/schemas/Language"},
  "home": {"$ref": "#/components/schemas/Home"}}},
"NewPassword": {"type": "object", "required": ["old", "new"], "additionalProperties": false, "properties": {
  "old": {"type": "string", "format": "password"},
  "new": {"type": "string", "format": "password", "minLength": 10}}},
"Sessions": {"type": "object", "required": ["sessions"], "properties": {"sessions": {"type": "array", "items": {
  "type": "object", "required": ["id", "made", "used", "address", "agent", "current"], "properties": {
    "id": {"type": "string"}, "made": {"type": "string", "format": "date-time"},
    "used": {"type": "string", "format": "date-time"},
    "address": {"type": "string", "description": "Where it was begun from; empty: this machine."},
    "agent": {"type": "string", "description": "What the browser calls itself."},
    "current": {"type": "boolean", "description": "The one that asks."}}}}}},
"AccountWish": {"type": "object", "additionalProperties": false, "description": "What is not told stays; a new account needs a role.",
  "properties": {
    "name": {"type": "string"}, "email": {"type": "string"}, "role": {"$ref": "#/components/schemas/Role"},
    "scope": {"type": "string", "description": "Row scope, for manager, agent and viewer: a filter."},
    "home": {"$ref": "#/components/schemas/Home"}, "language": {"$ref": "#/components/schemas/Language"},
    "password": {"type": "string", "format": "password", "minLength": 10}, "disabled": {"type": "boolean"},
    "personal": {"type": ["boolean", "null"], "description": "May it see personal data? Null: as the role; false: masked."}}},
"Account": {"type": "object", "required": ["account", "name", "email", "role", "scope", "home", "language", "disabled", "personal",
    "has_password", "made", "password_set", "sessions", "last_used"],
  "properties": {
    "account": {"type": "string"}, "name": {"type": "string"}, "email": {"type": "string"},
    "role": {"$ref": "#/components/schemas/Role"}, "scope": {"type": "string"},
    "home": {"$ref": "#/components/schemas/Home"}, "language": {"$ref": "#/components/schemas/Language"},
    "disabled": {"type": "boolean"},
    "personal": {"type": ["boolean", "null"], "description": "Null: as the role."}, "has_password": {"type": "boolean", "description": "False: cannot sign in yet."},
    "made": {"type": ["string", "null"], "format": "date-time"},
    "password_set": {"type": ["string", "null"], "format": "date-time"},
    "sessions": {"type": "integer"}, "last_used": {"type": ["string", "null"], "format": "date-time"}}},
"Accounts": {"type": "object", "required": ["accounts"], "properties": {
  "accounts": {"type": "array", "items": {"$ref": "#/components/schemas/Account"}}}},
"TokenWish": {"type": "object", "required": ["name", "permissions"], "additionalProperties": false, "properties": {
  "name": {"type": "string", "description": "What it is for."},
  "permissions": {"$ref": "#/components/schemas/PermissionNames"},
  "scope": {"type": "string", "description": "A filter, beside that of the account."},
  "expires": {"type": "string", "description": "90d, or a time; empty: never."}}},
"Token": {"type": "object", "required": ["id", "name", "account", "permissions", "scope", "made", "expires", "used"],
  "properties": {
    "id": {"type": "string"}, "name": {"type": "string"}, "account": {"type": ["string", "null"]},
    "permissions": {"$ref": "#/components/schemas/PermissionNames"}, "scope": {"type": "string"},
    "made": {"type": "string", "format": "date-time"}, "expires": {"type": ["string", "null"], "format": "date-time"},
    "used": {"type": ["string", "null"], "format": "date-time"}}},
"NewToken": {"allOf": [{"$ref": "#/components/schemas/Token"}, {"type": "object", "required": ["token"], "properties": {
  "token": {"type": "string", "description": "Shown this once: Authorization: Bearer sjt_..."}}}]},
"Tokens": {"type": "object", "required": ["tokens"], "properties": {
  "tokens": {"type": "array", "items": {"$ref": "#/components/schemas/Token"}}}},
"Audit": {"type": "object", "required": ["entries", "next"], "properties": {
  "entries": {"type": "array", "items": {"type": "object",
    "required": ["number", "at", "account", "address", "action", "subject", "detail"], "properties": {
      "number": {"type": "integer"}, "at": {"type": "string", "format": "date-time"},
      "account": {"type": "string", "description": "Empty: nobody who is signed in, or the owner without an account."},
      "address": {"type": "string", "description": "Empty: this machine."},
      "action": {"type": "string"}, "subject": {"type": "string"}, "detail": {"type": "string"}}}},
  "next": {"type": ["integer", "null"], "description": "`before` of the next page; null: that is all."}}}
})json";

}  // namespace

std::vector<std::string_view> access_schemas() { return {kAccess}; }

}  // namespace sojourn
