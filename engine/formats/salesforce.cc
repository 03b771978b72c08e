// Salesforce: CSV of contacts, accounts and cases with the names of its API (Data Loader, data export, queries).
//
// Ids       of 15 letters, where case matters, become those of 18, so that both are one customer.
// Cases     are contacts of the customer: channel by Origin, resolved by IsClosed. Contacts and accounts join and
//           describe: events without a touchpoint.
// Times     without an offset are UTC, as its exports write them.
// Source    Salesforce object reference, "Case", "Contact", "Account"; the published rule for 18-letter ids.
#include <array>

#include "base/text.h"
#include "formats/contact.h"
#include "formats/table.h"

namespace sojourn {
namespace {

// Three letters more, each telling which of five are capitals.
std::string long_id(std::string_view id) {
  std::string text(id);
  if (text.size() != 15) return text;
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
  for (size_t part = 0; part < 3; ++part) {
    size_t capitals = 0;
    for (size_t i = 0; i < 5; ++i) {
      const char c = id[part * 5 + i];
      if (c >= 'A' && c <= 'Z') capitals |= size_t{1} << i;
    }
    text += kLetters[capitals];
  }
  return text;
}

std::optional<ParsedTime> time_at(const Table& table, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const std::string_view text = table.at(name);
    if (text.empty()) continue;
    const Result<ParsedTime> time = parse_time(text, Zone());
    if (time) return *time;
  }
  return std::nullopt;
}

std::string channel_of(std::string_view origin) {
  const std::string word = lower_ascii(origin);
  if (word == "phone" || word == "voice" || word == "call") return "call";
  if (word.find("mail") != std::string::npos) return "email";
  if (word == "chat" || word == "messaging" || word.find("live") != std::string::npos) return "chat";
  if (word == "facebook" || word == "twitter" || word == "instagram" || word.find("social") != std::string::npos)
    return "social";
  return word;
}

int64_t version_of(const Table& table) {
  const auto time = time_at(table, {"SystemModstamp", "LastModifiedDate", "ClosedDate", "CreatedDate"});
  return time ? milliseconds(time->utc) : 0;
}

Status read_case(const Table& table, EventWriter& writer) {
  const std::string id = long_id(table.at("Id"));
  const auto created = time_at(table, {"CreatedDate"});
  const std::string number(table.at("CaseNumber"));
  if ((id.empty() && number.empty()) || !created) {
    return writer.reject(table.line(), table.raw(), "CreatedDate", "the case has no id or no time");
  }
  writer.begin(table.line(), table.raw());
  writer.id(id.empty() ? number : id).version(version_of(table)).time(created->utc, created->offset_minutes);
  writer.set("channel", channel_of(table.at("Origin"))).set("touchpoint", "ticket").set("direction", "in");
  const std::string parent = long_id(table.at("ParentId"));
  writer.set("episode", parent.empty() ? (id.empty() ? number : id) : parent);
  writer.who(IdentifierKind::kId, long_id(table.at({"ContactId", "Contact.Id"})));
  writer.who(IdentifierKind::kEmail, table.at({"ContactEmail", "Contact.Email", "SuppliedEmail"}));
  writer.who(IdentifierKind::kPhone, table.at({"ContactMobile", "ContactPhone", "Contact.Phone", "SuppliedPhone"}));
  writer.set("account", long_id(table.at({"AccountId", "Account.Id"})));
  std::string owner(table.at("Owner.Name"));
  if (owner.empty()) owner = long_id(table.at("OwnerId"));
  // Cases that wait are owned by a queue: its ids begin with 00G.
  writer.set(owner.starts_with("00G") ? "queue" : "agent", owner);
  // Of a case that is open nobody knows yet.
  const bool closed = says_yes(table.at("IsClosed")).value_or(!table.at("ClosedDate").empty());
  if (closed) writer.set("resolved", true).set("outcome", "served");
  writer.set("number", number).set("subject", fitting(table.at("Subject"), 4096));
  writer.set("text", fitting(table.at("Description"))).set("product", table.at("Product__c"));
  writer.set("status", table.at("Status")).set("reason", table.at("Reason")).set("type", table.at("Type"));
  writer.set("closed", table.at("ClosedDate"));
  if (const auto escalated = says_yes(table.at("IsEscalated"))) writer.set("escalated", *escalated);
  table.keep_others(writer, {"id",
                             "casenumber",
                             "createddate",
                             "closeddate",
                             "systemmodstamp",
                             "lastmodifieddate",
                             "origin",
                             "parentid",
                             "contactid",
                             "contact.id",
                             "contactemail",
                             "contact.email",
                             "suppliedemail",
                             "contactmobile",
                             "contactphone",
                             "contact.phone",
                             "suppliedphone",
                             "suppliedname",
                             "accountid",
                             "account.id",
                             "owner.name",
                             "ownerid",
                             "isclosed",
                             "isescalated",
                             "subject",
                             "description",
                             "product__c",
                             "status",
                             "reason",
                             "type",
                             "createdbyid",
                             "lastmodifiedbyid",
                             "isdeleted",
                             "contactfax",
                             "suppliedcompany",
                             "lastvieweddate",
                             "lastreferenceddate",
                             "comments"});
  return ended(writer);
}

// What is known of a person or company, under their ids; nothing happened to them.
Status read_person(const Table& table, bool person, EventWriter& writer) {
  const std::string id = long_id(table.at("Id"));
  const auto time = time_at(table, {"SystemModstamp", "LastModifiedDate", "CreatedDate"});
  if (id.empty() || !time) {
    return writer.reject(table.line(), table.raw(), "Id",
                         "the record has no id or no time (LastModifiedDate, CreatedDate)");
  }
  writer.begin(table.line(), table.raw());
  writer.id(id).version(version_of(table)).time(time->utc, time->offset_minutes);
  if (person) {
    writer.who(IdentifierKind::kId, id).who(IdentifierKind::kEmail, table.at("Email"));
    for (const char* name : {"MobilePhone", "Phone", "HomePhone"}) writer.who(IdentifierKind::kPhone, table.at(name));
    writer.set("account", long_id(table.at("AccountId")));
  } else {
    writer.set("account", id);
  }
  table.keep_others(writer, {"id",
                             "email",
                             "mobilephone",
                             "phone",
                             "homephone",
                             "otherphone",
                             "assistantphone",
                             "fax",
                             "accountid",
                             "systemmodstamp",
                             "lastmodifieddate",
                             "createddate",
                             "firstname",
                             "lastname",
                             "name",
                             "salutation",
                             "middlename",
                             "suffix",
                             "mailingstreet",
                             "otherstreet",
                             "billingstreet",
                             "shippingstreet",
                             "birthdate",
                             "createdbyid",
                             "lastmodifiedbyid",
                             "ownerid",
                             "isdeleted",
                             "photourl",
                             "lastvieweddate",
                             "lastreferenceddate",
                             "mailinglatitude",
                             "mailinglongitude"});
  return ended(writer);
}

bool deleted(const Table& table) { return says_yes(table.at("IsDeleted")).value_or(false); }

Status read(const FormatInput& input, const FormatSettings&, EventWriter& writer) {
  SOJOURN_TRY(Table table, Table::open(input.bytes, input.name));
  const bool cases = table.has("CaseNumber") || (table.has("Origin") && table.has("IsClosed"));
  const bool people = !cases && table.has("LastName");
  if (!table.has("Id") && !table.has("CaseNumber")) {
    return Status::invalid(
        "an export of Salesforce has the names of its API as columns (Id, CaseNumber, LastName ...); a report has "
        "labels "
        "instead: make a map of it (sojourn map FILE)",
        "line 1");
  }
  const bool accounts =
      !cases && !people &&
      (table.has("Industry") || table.has("AccountNumber") || table.has("BillingCity") || table.has("Name"));
  if (!cases && !people && !accounts) {
    return Status::invalid("this is none of Case (CaseNumber), Contact (LastName) and Account (Name)", "line 1");
  }
  while (true) {
    SOJOURN_TRY(const bool more, table.next(writer));
    if (!more) return {};
    if (deleted(table)) {
      SOJOURN_CHECK(writer.reject(table.line(), table.raw(), "IsDeleted", "the record is in the bin"));
    } else {
      SOJOURN_CHECK(cases ? read_case(table, writer) : read_person(table, people, writer));
    }
  }
}

bool recognises(std::string_view head, std::string_view) {
  // Data Loader may write the names in capitals.
  const std::string lower = lower_ascii(head);
  const auto has = [&](std::initializer_list<std::string_view> names) { return has_columns(lower, names); };
  return has({"casenumber", "origin"}) || has({"casenumber", "contactid"}) || has({"id", "lastname", "accountid"}) ||
         has({"id", "name", "billingcity", "ownerid"});
}

}  // namespace

Format salesforce_format() {
  Format format;
  format.id = "salesforce";
  format.title = "Salesforce cases, contacts and accounts";
  format.family = "crm";
  format.channel = "ticket";
  format.about =
      "CSV of the objects Case, Contact and Account with the names of its API as headers: Data Loader, the weekly data "
      "export, or a query. Reports have labels instead: use the column wizard for these.";
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
