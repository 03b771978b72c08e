#include "timelines/columns.h"

#include <algorithm>

#include "base/hash.h"
#include "base/limits.h"
#include "event/event.h"
#include "event/own_properties.h"

namespace sojourn {

ColumnType column_type(FieldType type) {
  switch (type) {
    case FieldType::kTerm: return ColumnType::kCode;
    case FieldType::kKey: return ColumnType::kKey;
    case FieldType::kText: return ColumnType::kText;
    case FieldType::kNumber: return ColumnType::kNumber;
    case FieldType::kMoney:
    case FieldType::kDuration:
    case FieldType::kBool:
    case FieldType::kTime: return ColumnType::kInteger;
  }
  return ColumnType::kCode;
}

uint64_t key_word(std::string_view text) { return std::max<uint64_t>(hash64(text), 1); }

Columns::Columns() {
  for (const FieldInfo& field : all_fields()) {
    add({std::string(field.name), column_type(field.type), field.type});
  }
  add({"source", ColumnType::kCode, FieldType::kTerm});
  add({std::string(kTurnsProperty), ColumnType::kText, FieldType::kText});
  for (const VoiceColumnInfo& voice : voice_columns()) {
    add({std::string(voice.name), voice.type, voice.type == ColumnType::kCode ? FieldType::kTerm : FieldType::kNumber});
  }
}

void Columns::add(ColumnInfo info) {
  names_.push_back(info.type == ColumnType::kCode ? make_names() : nullptr);
  infos_.push_back(std::move(info));
}

std::optional<ColumnId> Columns::property(std::string_view name) {
  std::string key(name);
  if (const auto found = properties_.find(key); found != properties_.end()) return found->second;
  if (properties_.size() >= limits::kPropertiesMax && !is_own_property(name)) {
    refuse(name);
    return std::nullopt;
  }
  const auto id = static_cast<ColumnId>(infos_.size());
  add({key, ColumnType::kCode, FieldType::kTerm});
  properties_.emplace(std::move(key), id);
  return id;
}

void Columns::refuse(std::string_view name) {
  if (refused_.size() < limits::kPropertiesMax) refused_.emplace(name);
}

uint64_t Columns::layout_hash() {
  std::string layout;
  for (const FieldInfo& field : all_fields()) {
    layout.append(field.name);
    layout.push_back(static_cast<char>('0' + static_cast<int>(field.type)));
  }
  layout.append(kTurnsProperty).append(" also as text");
  for (const VoiceColumnInfo& voice : voice_columns()) layout.append(voice.name);
  for (const std::string_view name : kOwnProperties) layout.append(name);
  return hash64(layout);
}

}  // namespace sojourn
