// The columns of the timelines and their vocabularies: a list that only grows.
//
// The fields come first, so that a Field's number is its ColumnId; then `source`, the turns of conversations, and what the
// texts say (voice_columns.h); then properties in order of first sight. Not safe to grow from two threads: one refresh runs at a time. Snapshots hold copies.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "event/fields.h"
#include "timelines/snapshot.h"
#include "timelines/voice_columns.h"

namespace sojourn {

inline constexpr ColumnId kSourceColumn = static_cast<ColumnId>(kFieldCount);
// The turns of a conversation as JSON (event/event.h): read by enrich/, no dimension.
inline constexpr ColumnId kTurnsColumn = kSourceColumn + 1;
inline constexpr ColumnId kFirstVoiceColumn = kTurnsColumn + 1;
inline constexpr ColumnId kFirstPropertyColumn = kFirstVoiceColumn + static_cast<ColumnId>(kVoiceColumns);

constexpr ColumnId column_of(Field field) { return static_cast<ColumnId>(field); }
constexpr ColumnId column_of(VoiceColumn column) { return kFirstVoiceColumn + static_cast<ColumnId>(column); }
ColumnType column_type(FieldType type);

// A text of a kKey column as its word: a hash, but never 0, which means "absent".
uint64_t key_word(std::string_view text);

class Columns {
 public:
  Columns();
  // The column of a property ("properties.plan"), made when it is new. Empty beyond limits::kPropertiesMax properties,
  // unless it is one of our own: such a property stays in the record but cannot be asked about.
  std::optional<ColumnId> property(std::string_view name);

  const std::vector<ColumnInfo>& all() const { return infos_; }
  const std::vector<std::shared_ptr<Names>>& names() const { return names_; }
  // Properties that found no room, as far as they are remembered: limits::kPropertiesMax of them.
  const std::set<std::string, std::less<>>& refused() const { return refused_; }
  // As read back from the files of an earlier run.
  void refuse(std::string_view name);
  size_t size() const { return infos_.size(); }
  // Of the fixed columns and our own properties: changes when a release adds or changes one, so that older files are
  // not misread.
  static uint64_t layout_hash();

 private:
  void add(ColumnInfo info);
  std::vector<ColumnInfo> infos_;
  std::vector<std::shared_ptr<Names>> names_;  // By ColumnId; null unless kCode.
  std::unordered_map<std::string, ColumnId> properties_;
  std::set<std::string, std::less<>> refused_;
};

}  // namespace sojourn
