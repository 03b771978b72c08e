#include "timelines/filter.h"
#include "timelines/filter_syntax.h"

namespace sojourn {
namespace {

// Is `field` (or no field yet) all that the node asks about? Sets it to what it does ask about.
bool asks_only(const FilterNode& node, std::optional<std::string>& field) {
  const bool unknown = node.kind == FilterNode::Kind::kSegment && node.children.empty();
  if (node.kind == FilterNode::Kind::kDid || unknown) return false;
  for (const std::shared_ptr<const FilterNode>& child : node.children) {
    if (!asks_only(*child, field)) return false;
  }
  if (!node.children.empty() || node.kind == FilterNode::Kind::kConstant) return true;
  if (node.operand.from != FilterOperand::From::kEvent || (field && *field != node.operand.name)) return false;
  field = node.operand.name;
  return true;
}

bool reaches_beyond(const FilterNode& node) {
  const bool unknown = node.kind == FilterNode::Kind::kSegment && node.children.empty();
  if (node.kind == FilterNode::Kind::kDid || unknown) return true;
  for (const std::shared_ptr<const FilterNode>& child : node.children) {
    if (reaches_beyond(*child)) return true;
  }
  return node.operand.from != FilterOperand::From::kEvent;
}

}  // namespace

bool Filter::asks_about_life() const { return root_ != nullptr && reaches_beyond(*root_); }

std::optional<std::string> Filter::sole_field() const {
  std::optional<std::string> field;
  if (root_ == nullptr || !asks_only(*root_, field)) return std::nullopt;
  return field;
}

}  // namespace sojourn
