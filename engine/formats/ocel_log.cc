#include "formats/ocel_log.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "formats/contact.h"
#include "formats/log_names.h"
#include "formats/ocel_shape.h"

namespace sojourn {
namespace {

constexpr std::array<std::string_view, 10> kCustomers{"customer", "client",    "consumer",   "user",    "patient",
                                                      "citizen",  "applicant", "subscriber", "student", "buyer"};
constexpr std::array<std::string_view, 7> kAgents{"agent",   "employee", "resource", "worker",
                                                  "handler", "clerk",    "operator"};
constexpr std::array<std::string_view, 5> kContacts{"contact", "call", "chat", "ticket", "conversation"};

// "Customers" and "customer" are one type.
std::string plain_type(std::string_view type) {
  std::string plain = lower_ascii(trim(type));
  if (plain.size() > 2 && plain.back() == 's' && plain[plain.size() - 2] != 's') plain.pop_back();
  return plain;
}

template <size_t n>
bool is_one_of(const std::array<std::string_view, n>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

OcelLog::OcelLog(const FormatSettings& settings) : settings_(settings) {}

void OcelLog::declare(const std::string& what, const std::string& type, const std::string& attribute,
                      const std::string& value_type) {
  const std::string kind = lower_ascii(value_type);
  const bool text = kind == "string" || kind == "time" || kind == "date" || kind == "timestamp";
  if (what == "event" && attribute == kLogSource) ours_ = true;
  types_[what + '\n' + type + '\n' + attribute] = text ? CellType::kString : CellType::kUntyped;
}

CellType OcelLog::type_of(const std::string& what, const std::string& type, const std::string& attribute) const {
  const auto found = types_.find(what + '\n' + type + '\n' + attribute);
  return found == types_.end() ? CellType::kUntyped : found->second;
}

void OcelLog::add_object(const std::string& id, OcelObject object) {
  OcelObject& known = objects_[id];
  if (!object.type.empty()) known.type = std::move(object.type);
  known.values.insert(known.values.end(), object.values.begin(), object.values.end());
  known.related.insert(known.related.end(), object.related.begin(), object.related.end());
}

void OcelLog::relate(const std::string& from, const std::string& to) {
  const auto found = objects_.find(from);
  if (found != objects_.end()) found->second.related.push_back(to);
}

const OcelObject* OcelLog::find(const std::string& id) const {
  const auto found = objects_.find(id);
  return found == objects_.end() ? nullptr : &found->second;
}

Status OcelLog::settle() {
  std::set<std::string> types;
  for (const auto& [id, object] : objects_) types.insert(object.type);
  customer_type_ = plain_type(setting(settings_, "customer_type"));
  for (const std::string_view word : kCustomers) {
    const bool there =
        std::any_of(types.begin(), types.end(), [&](const auto& type) { return plain_type(type) == word; });
    if (customer_type_.empty() && there) customer_type_ = word;
  }
  const bool there =
      std::any_of(types.begin(), types.end(), [&](const auto& type) { return plain_type(type) == customer_type_; });
  if ((!there || customer_type_.empty()) && !ours_) {
    constexpr size_t kTypesShown = 10;
    std::string list;
    size_t shown = 0;
    for (const std::string& type : types) {
      if (++shown <= kTypesShown) list += (list.empty() ? "" : ", ") + type.substr(0, 80);
    }
    return Status::invalid("no type of objects is the customer; say which one (customer_type = ...): " +
                               (list.empty() ? "the log has no objects" : list),
                           "customer_type");
  }
  for (auto& [id, object] : objects_) object.customer = there && plain_type(object.type) == customer_type_;
  find_owners();
  return {};
}

// A relation holds in both directions: customer to order, order to customer; and goes on from objects that belong to one
// customer (the order's items), a few steps far. Agents belong to nobody.
void OcelLog::find_owners() {
  constexpr int kSteps = 3;
  std::vector<std::pair<const std::string*, const std::string*>> pairs;
  for (const auto& [id, object] : objects_) {
    for (const std::string& other : object.related) {
      const auto found = objects_.find(other);
      if (found == objects_.end()) continue;
      pairs.emplace_back(&id, &found->first);
      pairs.emplace_back(&found->first, &id);
    }
  }
  for (int step = 0; step < kSteps; ++step) {
    std::map<std::string_view, const std::string*> fresh;  // Its one owner; null: several.
    const auto found_owner = [&fresh](std::string_view object, const std::string& owner) {
      const auto [known, is_new] = fresh.emplace(object, &owner);
      if (!is_new && known->second != nullptr && *known->second != owner) known->second = nullptr;
    };
    for (const auto& [from, to] : pairs) {
      const OcelObject& object = *find(*to);
      if (object.customer || owners_.contains(*to) || is_one_of(kAgents, plain_type(object.type))) continue;
      const bool customer = find(*from)->customer;
      const auto owner = owners_.find(*from);
      if (customer && step == 0) found_owner(*to, *from);
      if (step > 0 && owner != owners_.end() && !owner->second.empty()) found_owner(*to, owner->second);
    }
    // What belongs to several belongs to none of them, and so does what hangs on it.
    std::vector<std::pair<std::string, std::string>> owned;  // Apart: the owners above are lent by the map.
    for (const auto& [id, owner] : fresh) owned.emplace_back(id, owner == nullptr ? "" : *owner);
    for (auto& [id, owner] : owned) owners_[std::move(id)] = std::move(owner);
  }
}

std::vector<std::string> OcelLog::customers_of(const OcelEvent& event) const {
  std::vector<std::string> customers;
  std::set<std::string_view> known;
  const auto add = [&](const std::string& customer) {
    if (known.insert(customer).second) customers.push_back(customer);
  };
  for (const OcelRelation& relation : event.objects) {
    const OcelObject* object = find(relation.object);
    if (object != nullptr && object->customer) add(relation.object);
  }
  if (!customers.empty()) return customers;
  for (const OcelRelation& relation : event.objects) {
    const auto found = owners_.find(relation.object);
    if (found != owners_.end() && !found->second.empty()) add(found->second);
  }
  return customers;
}

void OcelLog::write_objects(const OcelEvent& event, EventWriter& writer) const {
  std::map<std::string, std::vector<std::string>> by_type;
  std::set<std::string_view> known;
  for (const OcelRelation& relation : event.objects) {
    const OcelObject* object = find(relation.object);
    if ((object != nullptr && object->customer) || !known.insert(relation.object).second) continue;
    by_type[object == nullptr ? "object" : object->type].push_back(relation.object);
  }
  for (const auto& [type, ids] : by_type) {
    const std::string plain = plain_type(type);
    const bool single = ids.size() == 1;
    if (single && plain == "order") {
      writer.set("order", ids.front());
    } else if (single && is_one_of(kAgents, plain)) {
      writer.set("agent", ids.front());
    } else if (single && is_one_of(kContacts, plain)) {
      writer.set("episode", ids.front());
    } else if (single && plain == "product") {
      writer.set("product", ids.front());
    } else if (single) {
      writer.set("properties." + type, ids.front());
    } else {
      constexpr size_t kListedMax = 100;
      Json list = Json::array();
      for (size_t i = 0; i < ids.size() && i < kListedMax; ++i) list.push_back(ids[i]);
      writer.json("properties." + type, list.dump());
    }
  }
}

// What each object is to the event, where that says more than its type.
void OcelLog::write_relations(const OcelEvent& event, EventWriter& writer) const {
  constexpr size_t kListedMax = 100;
  Json list = Json::array();
  for (const OcelRelation& relation : event.objects) {
    const OcelObject* object = find(relation.object);
    const std::string type = object == nullptr ? "" : object->type;
    if (relation.qualifier.empty() || plain_type(relation.qualifier) == plain_type(type)) continue;
    Json item = {{"object", relation.object}, {"qualifier", relation.qualifier}};
    if (std::find(list.begin(), list.end(), item) == list.end() && list.size() < kListedMax) list.push_back(item);
  }
  if (!list.empty()) writer.json("properties.relations", list.dump());
}

void OcelLog::write_values(const OcelObject& customer, Micros time, EventWriter& writer) const {
  std::map<std::string_view, const OcelValue*> now;
  for (const OcelValue& value : customer.values) {
    if (value.time > time) continue;
    const OcelValue*& known = now[value.name];
    if (known == nullptr || value.time >= known->time) known = &value;
  }
  for (const auto& [name, value] : now) {
    writer.set("properties." + std::string(name), Cell{value->value, false, value->type});
  }
}

Status OcelLog::write_own(const OcelEvent& event, const ParsedTime& time, EventWriter& writer, uint64_t line,
                          std::string_view raw) const {
  writer.begin(line, raw);
  writer.id(is_derived_id(event.id) ? std::string_view() : event.id).time(time.utc, time.offset_minutes);
  writer.set("touchpoint", event.type);
  for (const OcelRelation& relation : event.objects) {
    const std::string& type = relation.qualifier;
    if (type == "customer") write_log_customer(writer, relation.object);
    const std::string_view id =
        std::string_view(relation.object).substr(std::min(type.size() + 1, relation.object.size()));
    if (type == "order" || type == "agent") writer.set(type, id);
    if (type == "contact") writer.set("properties.episode", id);
  }
  std::string source;
  bool told = false;
  for (const OcelValue& value : event.values) {
    told = told || value.name == kRecordSource;
    if (value.name == kLogSource) {
      source = value.value;
    } else {
      const CellType type = value.type == CellType::kUntyped ? log_number_type(value.value) : value.type;
      write_log_value(writer, value.name, Cell{value.value, false, type});
    }
  }
  write_log_source(writer, source, told);
  return ended(writer);
}

Status OcelLog::write(const OcelEvent& event, EventWriter& writer, uint64_t line, std::string_view raw) const {
  const Result<ParsedTime> time = parse_time(event.time, writer.options().zone);
  if (event.id.empty() || !time) {
    return writer.reject(line, raw, event.id.empty() ? "id" : "time", "the event has no id or no time that reads");
  }
  const bool own = std::any_of(event.values.begin(), event.values.end(),
                               [](const OcelValue& value) { return value.name == kLogSource; });
  if (own) return write_own(event, *time, writer, line, raw);
  std::vector<std::string> customers = customers_of(event);
  const bool several = customers.size() > 1;
  if (customers.empty()) customers.emplace_back();
  for (const std::string& customer : customers) {
    writer.begin(line, raw);
    writer.id(several ? event.id + ":" + customer : event.id).time(time->utc, time->offset_minutes);
    writer.set("touchpoint", event.type).set("channel", setting(settings_, "channel"));
    if (const OcelObject* object = find(customer)) {
      write_values(*object, time->utc, writer);
      writer.who(IdentifierKind::kId, customer);
    }
    write_objects(event, writer);
    write_relations(event, writer);
    for (const OcelValue& value : event.values) {
      writer.set("properties." + value.name, Cell{value.value, false, value.type});
    }
    SOJOURN_CHECK(ended(writer));
  }
  return {};
}

}  // namespace sojourn
