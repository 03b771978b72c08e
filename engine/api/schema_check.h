// For tests: does a JSON value fit a schema of our OpenAPI document? Only the words of JSON Schema that we use.
#pragma once

#include <algorithm>
#include <string>

#include "api/json_body.h"

namespace sojourn {

class SchemaCheck {
 public:
  explicit SchemaCheck(const Json& schemas) : schemas_(schemas) {}

  // "" when it fits, else where it does not and why.
  std::string fault(const Json& value, const Json& schema, const std::string& where = "$") const {
    if (schema.contains("$ref")) {
      const std::string name = schema["$ref"].get<std::string>().substr(std::string("#/components/schemas/").size());
      return schemas_.contains(name) ? fault(value, schemas_[name], where) : "no schema " + name;
    }
    if (schema.contains("allOf")) return fault(value, joined(schema), where);
    for (const char* word : {"anyOf", "oneOf"}) {
      if (!schema.contains(word)) continue;
      std::string faults;
      for (const Json& each : schema[word]) {
        const std::string one = fault(value, each, where);
        if (one.empty()) return {};
        faults += " | " + one;
      }
      return faults;
    }
    if (schema.contains("type") && !has_type(value, schema["type"])) return where + " is no " + schema["type"].dump();
    if (schema.contains("const") && value != schema["const"]) return where + " is not " + schema["const"].dump();
    if (schema.contains("enum")) {
      const Json& choices = schema["enum"];
      if (std::find(choices.begin(), choices.end(), value) == choices.end()) return where + " is " + value.dump();
    }
    if (value.is_array() && schema.contains("items")) return items_fault(value, schema["items"], where);
    return value.is_object() ? object_fault(value, schema, where) : std::string();
  }

 private:
  static bool is(const Json& value, const std::string& type) {
    return type == "object"    ? value.is_object()
           : type == "array"   ? value.is_array()
           : type == "string"  ? value.is_string()
           : type == "integer" ? value.is_number_integer()
           : type == "number"  ? value.is_number()
           : type == "boolean" ? value.is_boolean()
                               : value.is_null();
  }
  static bool has_type(const Json& value, const Json& types) {
    if (types.is_string()) return is(value, types.get<std::string>());
    for (const Json& type : types) {
      if (is(value, type.get<std::string>())) return true;
    }
    return false;
  }
  // The parts of an allOf as one object: no part knows what the others tell of.
  Json joined(const Json& schema) const {
    Json all{{"type", "object"}, {"required", Json::array()}, {"properties", Json::object()}};
    add_part(schema, all);
    return all;
  }
  void add_part(const Json& part, Json& all) const {
    if (part.contains("$ref")) {
      const std::string name = part["$ref"].get<std::string>().substr(std::string("#/components/schemas/").size());
      return add_part(schemas_.at(name), all);
    }
    if (part.contains("allOf")) {
      for (const Json& each : part["allOf"]) add_part(each, all);
    }
    if (part.contains("required"))
      all["required"].insert(all["required"].end(), part["required"].begin(), part["required"].end());
    if (part.contains("properties")) all["properties"].update(part["properties"]);
  }
  std::string items_fault(const Json& value, const Json& schema, const std::string& where) const {
    for (size_t i = 0; i < value.size(); ++i) {
      const std::string one = fault(value[i], schema, where + "[" + std::to_string(i) + "]");
      if (!one.empty()) return one;
    }
    return {};
  }
  std::string object_fault(const Json& value, const Json& schema, const std::string& where) const {
    if (schema.contains("required")) {
      for (const Json& name : schema["required"]) {
        if (!value.contains(name.get<std::string>())) return where + " lacks " + name.dump();
      }
    }
    const Json properties = schema.contains("properties") ? schema["properties"] : Json::object();
    // Replies must not carry what the document does not tell of, unless the schema is open by its nature.
    const bool open = !schema.contains("properties") && !schema.contains("additionalProperties");
    for (const auto& [name, each] : value.items()) {
      std::string one;
      if (properties.contains(name)) {
        one = fault(each, properties[name], where + "." + name);
      } else if (schema.contains("additionalProperties") && schema["additionalProperties"].is_object()) {
        one = fault(each, schema["additionalProperties"], where + "." + name);
      } else if (!open) {
        one = where + " has an undocumented " + name;
      }
      if (!one.empty()) return one;
    }
    return {};
  }

  const Json& schemas_;
};

}  // namespace sojourn
