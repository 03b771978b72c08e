// What Zendesk tells of a ticket in other records than the ticket: users, groups, metrics, comments, ratings.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "formats/format.h"
#include "formats/json_fields.h"
#include "formats/json_records.h"

namespace sojourn {

class ZendeskBook {
 public:
  // Members of an export or an API reply that hold records.
  static const std::vector<std::string>& wrappers();
  void look_at(std::string_view bytes, std::string_view name);
  // One record that stands inside another (a ticket's own requester, comments ...).
  void learn(const Json& json, const std::string& member, const std::string& ticket);

  // Null when not known. Ids are compared as text.
  const Json* user(const std::string& id) const { return find(users_, id); }
  const Json* group(const std::string& id) const { return find(groups_, id); }
  const Json* metrics(const std::string& ticket) const { return find(metrics_, ticket); }
  // By their ids, which grow with time.
  std::vector<const Json*> comments(const std::string& ticket) const;
  bool has_ticket(const std::string& id) const { return tickets_.contains(id); }

 private:
  using Records = std::map<std::string, Json, std::less<>>;
  static const Json* find(const Records& records, const std::string& id) {
    const auto found = records.find(id);
    return found == records.end() ? nullptr : &found->second;
  }

  Records users_;
  Records groups_;
  Records metrics_;
  std::map<std::string, std::map<int64_t, Json>, std::less<>> comments_;
  std::map<std::string, bool, std::less<>> tickets_;
};

// The number in a file's name ("comments_35436.json"): of the ticket that replies about one do not name.
std::string ticket_in_name(std::string_view name);

// The comments that an event of the incremental export of ticket events tells of.
std::vector<Json> comments_of_event(const Json& event);

// What kind of record it is, by the member it came from or by its looks: "ticket", "user", "group", "metric",
// "comment", "rating", "survey_response", "ticket_event", "webhook", "other" (known, and nothing in it is ours to tell);
// "" : none that is known.
std::string zendesk_kind(const Json& json, const std::string& member);

}  // namespace sojourn
