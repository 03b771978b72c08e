#include "act/report_round.h"

#include <algorithm>

#include "act/letter_html.h"
#include "base/hash.h"

namespace sojourn {
namespace {

std::string sending_id(const std::string& report, Micros slot, Micros at) {
  const Hash128 hash = hash128(report + "\n" + std::to_string(slot) + "\n" + std::to_string(slot == 0 ? at : 0));
  return "r-" + std::to_string(hash.high) + std::to_string(hash.low % 1'000'000);
}

ReportSending* find_sending(ReportState& state, const std::string& id) {
  const auto found = std::ranges::find(state.sendings, id, &ReportSending::id);
  return found == state.sendings.end() ? nullptr : &*found;
}

OutgoingMessage message_of(const Report& report, const std::string& id, const Delivery& delivery,
                           const ReportContent& content, const OutgoingSettings& settings, Micros now) {
  OutgoingMessage message;
  message.id = id;
  message.at = now;
  message.letter = automatic_letter(settings, id, delivery.to, now);
  message.letter.subject = content.subject;
  message.letter.language = content.language;
  message.letter.text = content.text;
  message.letter.html = content.html;
  message.letter.attachments = content.attachments;
  message.letter.headers.emplace_back("X-Sojourn-Report", report.name);
  return message;
}

bool any_due(const ReportSending& sending, Micros now) {
  return std::ranges::any_of(sending.told, [now](const Delivery& each) { return is_due(each, now); });
}

}  // namespace

Status ReportRound::recover() {
  for (const std::string& name : at_.states.names()) {
    bool any = false;
    ReportState state = at_.states.look(name);
    for (ReportSending& sending : state.sendings) {
      for (Delivery& each : sending.told) any |= end_interrupted(each);
    }
    if (!any) continue;
    SOJOURN_CHECK(at_.states.change(name, [](ReportState& kept) {
      for (ReportSending& sending : kept.sendings) {
        for (Delivery& each : sending.told) end_interrupted(each);
      }
    }));
  }
  return {};
}

Result<ReportRound::Prepared> ReportRound::prepare(const Report& report) const {
  Prepared prepared;
  SOJOURN_TRY(prepared.maker, at_.makers(report.owner));
  SOJOURN_TRY(prepared.board, at_.boards.boards().find(report.board));
  if (maker_sees(prepared.maker, *prepared.board)) return prepared;
  return Status::not_found("its maker, " + report.owner + ", may not see the board \"" + report.board + "\" any more",
                           "board");
}

Status ReportRound::trouble_of(const Report& report) const { return prepare(report).status(); }

Result<ReportContent> ReportRound::content_of(const Report& report, Micros now,
                                              const std::atomic<bool>* cancelled) const {
  SOJOURN_TRY(const Prepared prepared, prepare(report));
  BoardReading reading;
  SOJOURN_TRY(reading.scope, scope_of(prepared.maker, report.scope, at_.asker.segments()));
  reading.zone = report.zone;
  SOJOURN_TRY(const std::vector<TileAnswer> answers, ask_board(*prepared.board, reading, at_.asker, cancelled));
  const std::string language = report.language.empty() ? prepared.maker.language : report.language;
  const std::string address = page_address(at_.outgoing.get(), "/boards/" + report.board);
  return report_content({report, *prepared.board, answers, language, reading.scope, address, now});
}

Result<bool> ReportRound::step(Carrier& carrier, Micros now, size_t most, const std::atomic<bool>& stop) {
  for (const std::string& name : at_.states.names()) {
    if (at_.reports.look(name) == nullptr) SOJOURN_CHECK(at_.states.remove(name));
  }
  size_t places = most;
  for (const ReportBook::Pointer& report : at_.reports.list()) {
    if (stop) return false;
    if (report->enabled) {
      const Micros slot = newest_slot(*report, now);
      const Micros done = std::max(at_.states.look(report->name).slot, report->scheduled_at);
      if (slot > done) SOJOURN_CHECK(begin_slot(*report, slot, now));
    }
    for (const ReportSending& sending : at_.states.look(report->name).sendings) {
      if (!any_due(sending, now)) continue;
      SOJOURN_CHECK(send_waiting(*report, sending, carrier, now, stop, places));
      if (places == 0) return true;
    }
  }
  return false;
}

// From here on the slot is dealt with, whatever becomes of its letters.
Status ReportRound::begin_slot(const Report& report, Micros slot, Micros now) {
  ReportSending sending{sending_id(report.name, slot, now), now, slot, {}, {}};
  if (const Status trouble = trouble_of(report); trouble.ok()) {
    sending.told = deliveries_to(report.to, false, now);
  } else {
    sending.reason = trouble.message();
  }
  return at_.states.change(report.name, [&](ReportState& state) {
    state.slot = slot;
    // What could not be sent of an earlier slot is old news by now.
    for (ReportSending& earlier : state.sendings) {
      for (Delivery& each : earlier.told) {
        if (each.state != DeliveryState::kWaiting) continue;
        each.state = DeliveryState::kFailed;
        each.reason = "overtaken by the next report";
      }
    }
    state.sendings.push_back(std::move(sending));
  });
}

Status ReportRound::give_up(const Report& report, const std::string& id, const Status& why) {
  return at_.states.change(report.name, [&](ReportState& state) {
    ReportSending* const sending = find_sending(state, id);
    if (sending == nullptr) return;
    sending->reason = why.message();
    for (Delivery& each : sending->told) {
      if (each.state == DeliveryState::kWaiting) each.state = DeliveryState::kFailed;
    }
  });
}

Status ReportRound::send_waiting(const Report& report, const ReportSending& sending, Carrier& carrier, Micros now,
                                 const std::atomic<bool>& stop, size_t& places) {
  const Result<ReportContent> content = content_of(report, now, &stop);
  if (stop) return {};
  if (!content) return give_up(report, sending.id, content.error());
  for (size_t i = 0; i < sending.told.size() && places > 0; ++i) {
    if (stop) return {};
    if (!is_due(sending.told[i], now)) continue;
    --places;
    SOJOURN_CHECK(hand_over(report, sending.id, i, *content, carrier, now));
  }
  return {};
}

Status ReportRound::hand_over(const Report& report, const std::string& id, size_t which, const ReportContent& content,
                              Carrier& carrier, Micros now) {
  std::optional<Delivery> begun;
  const auto kept = [&](ReportState& state) -> Delivery* {
    ReportSending* const sending = find_sending(state, id);
    return sending == nullptr || which >= sending->told.size() ? nullptr : &sending->told[which];
  };
  SOJOURN_CHECK(at_.states.change(report.name, [&](ReportState& state) {
    Delivery* const delivery = kept(state);
    if (delivery == nullptr || !is_due(*delivery, now)) return;
    begin_sending(*delivery, now);
    begun = *delivery;
  }));
  if (!begun) return {};
  const OutgoingSettings settings = at_.outgoing.get();
  const SendResult result = carrier.send(message_of(report, id, *begun, content, settings, now), settings);
  return at_.states.change(report.name, [&](ReportState& state) {
    if (Delivery* const delivery = kept(state)) end_sending(*delivery, result, id, now);
  });
}

Result<ReportSending> ReportRound::send_now(const Report& report, const std::vector<std::string>& to, Carrier& carrier,
                                            Micros now, const std::atomic<bool>* cancelled) {
  {
    const std::lock_guard lock(by_hand_mutex_);
    if (!by_hand_.insert(report.name).second) {
      return Status::conflict("it is being sent already: wait until that is over", "report");
    }
  }
  Result<ReportSending> sent = send_letters(report, to, carrier, now, cancelled);
  const std::lock_guard lock(by_hand_mutex_);
  by_hand_.erase(report.name);
  return sent;
}

Result<ReportSending> ReportRound::send_letters(const Report& report, const std::vector<std::string>& to,
                                                Carrier& carrier, Micros now, const std::atomic<bool>* cancelled) {
  const OutgoingSettings settings = at_.outgoing.get();
  if (const std::string missing = missing_setting(InviteBy::kEmail, settings); !missing.empty()) {
    return Status::invalid(missing, "mail");
  }
  SOJOURN_TRY(const ReportContent content, content_of(report, now, cancelled));
  ReportSending sending{
      sending_id(report.name, 0, now), now, 0, {}, deliveries_to(to.empty() ? report.to : to, false, now)};
  for (Delivery& each : sending.told) begin_sending(each, now);
  SOJOURN_CHECK(at_.states.change(report.name, [&](ReportState& state) { state.sendings.push_back(sending); }));
  for (Delivery& each : sending.told) {
    if (cancelled != nullptr && *cancelled) {
      each.state = DeliveryState::kFailed;
      each.reason = "not sent: whoever asked for it left";
      continue;
    }
    const SendResult result = carrier.send(message_of(report, sending.id, each, content, settings, now), settings);
    end_sending(each, result, sending.id, now);
    if (each.state == DeliveryState::kWaiting) each.state = DeliveryState::kFailed;
  }
  SOJOURN_CHECK(at_.states.change(report.name, [&](ReportState& state) {
    if (ReportSending* const kept = find_sending(state, sending.id)) *kept = sending;
  }));
  return sending;
}

}  // namespace sojourn
