#include "formats/ocel_log.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "formats/contact.h"

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

void add_once(std::vector<std::string>& list, const std::string& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

}  // namespace

OcelLog::OcelLog(const FormatSettings& settings) : settings_(settings) {}

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
  if (!there || customer_type_.empty()) {
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
  for (auto& [id, object] : objects_) object.customer = plain_type(object.type) == customer_type_;
  // A relation holds in both directions: customer to order, order to customer.
  for (const auto& [id, object] : objects_) {
    for (const std::string& other : object.related) {
      const OcelObject* related = find(other);
      if (related == nullptr) continue;
      if (related->customer) add_once(customers_[id], other);
      if (object.customer) add_once(customers_[other], id);
    }
  }
  return {};
}

std::vector<std::string> OcelLog::customers_of(const OcelEvent& event) const {
  std::vector<std::string> customers;
  for (const std::string& id : event.objects) {
    const OcelObject* object = find(id);
    if (object != nullptr && object->customer) add_once(customers, id);
  }
  if (!customers.empty()) return customers;
  for (const std::string& id : event.objects) {
    const auto found = customers_.find(id);
    if (found == customers_.end()) continue;
    for (const std::string& customer : found->second) add_once(customers, customer);
  }
  return customers;
}

void OcelLog::write_objects(const OcelEvent& event, EventWriter& writer) const {
  std::map<std::string, std::vector<std::string>> by_type;
  for (const std::string& id : event.objects) {
    const OcelObject* object = find(id);
    if (object == nullptr || !object->customer) add_once(by_type[object == nullptr ? "object" : object->type], id);
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

void OcelLog::write_values(const OcelObject& customer, Micros time, EventWriter& writer) const {
  std::map<std::string_view, const OcelValue*> now;
  for (const OcelValue& value : customer.values) {
    if (value.time > time) continue;
    const OcelValue*& known = now[value.name];
    if (known == nullptr || value.time >= known->time) known = &value;
  }
  for (const auto& [name, value] : now) {
    writer.set("properties." + std::string(name), Cell{value->value, false, CellType::kUntyped});
  }
}

Status OcelLog::write(const OcelEvent& event, EventWriter& writer, uint64_t line, std::string_view raw) const {
  const Result<ParsedTime> time = parse_time(event.time, writer.options().zone);
  if (event.id.empty() || !time) {
    return writer.reject(line, raw, event.id.empty() ? "id" : "time", "the event has no id or no time that reads");
  }
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
    for (const auto& [name, value] : event.values) {
      writer.set("properties." + name, Cell{value, false, CellType::kUntyped});
    }
    SOJOURN_CHECK(ended(writer));
  }
  return {};
}

}  // namespace sojourn
