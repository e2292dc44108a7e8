using System.Xml.Linq;
using Giro.Ledger.Entries;
using Giro.Ledger.Journal;
using Giro.Operations.DayEnd;
using Giro.Operations.Institution;
using Giro.Operations.Settlement;

namespace Giro.Operations.Tests.Settlement;

/// <summary>
/// Months of payments, refunds, chargebacks, closes, payouts, answers, returns and reissues drawn from a seed; every step may be repeated, and may be killed
/// and taken up again. The model beside it knows what merchants took and gave back, and what the bank did with the files that it found: nothing of the records.
/// </summary>
public sealed class SettlementSimulationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void No_money_is_made_lost_or_paid_twice(int seed)
    {
        using var run = new Run(seed);
        run.Play(businessDays: 45);
    }

    private enum AtBank
    {
        None,
        Instructed,
        Rejected,
        Paid,
        SentBack,
    }

    private sealed class Run : IDisposable
    {
        private static readonly SettlementTerms Guaranteed = new()
        {
            Waterfall = [WaterfallStep.CarryForward, WaterfallStep.Guarantor, WaterfallStep.Reserve, WaterfallStep.Receivable], CarryForwardDays = 4, GuarantorId = "A",
            RollingReserve = new RollingReserve(77_777_777, 12, CapMinor: 90_00), MinimumPayoutMinor = 20_00,
        };

        private static readonly (string Id, SettlementTerms Terms)[] Merchants =
        [
            ("A", SettlementTerms.Plain),
            ("B", Guaranteed),
            ("C", new SettlementTerms { FixedReserveMinor = 150_00, Waterfall = [WaterfallStep.Reserve, WaterfallStep.CarryForward, WaterfallStep.Receivable], CarryForwardDays = 10, WriteOffAfterDays = 15 }),
            ("D", new SettlementTerms { PayoutAccounts = [new("DE02120300000000202051", 333_333_333), new("FR1420041010050500013M02606", 666_666_667), new("NL91ABNA0417164300", 0, 5_00)] }),
            ("E", new SettlementTerms { RollingReserve = new RollingReserve(123_456_789, 9), Waterfall = [WaterfallStep.Receivable] }),
        ];

        private readonly SettlementBook _book = new(new PayoutApprovalPolicy(400_00, 600_00), Merchants);
        private readonly Random _random;
        private readonly int _seed;
        private readonly Dictionary<string, long> _net = Merchants.ToDictionary(merchant => merchant.Id, _ => 0L);
        private readonly Dictionary<string, long> _returnable = Merchants.ToDictionary(merchant => merchant.Id, _ => 0L);
        private readonly Dictionary<string, (long AmountMinor, string Merchant, AtBank State)> _bank = [];
        private readonly List<(string Reference, long AmountMinor)> _lines = [];
        private readonly HashSet<string> _collected = [];
        private readonly List<Action> _answers = [];
        private int _messages;

        public Run(int seed)
        {
            _seed = seed;
            _random = new Random(seed);
        }

        public void Play(int businessDays)
        {
            for (var day = 0; day < businessDays; day++)
            {
                for (var i = _random.Next(6); i > 0; i--) Trade();
                Step(() => _book.CoverShortfalls());
                Step(() => _book.Release());
                Step(() => _book.Close());
                for (var i = _random.Next(3); i > 0; i--) Persons();
                Step(() => _book.PayOut());
                Collect();
                for (var i = _random.Next(6); i > 0; i--) BankMoves();
                if (_random.Next(2) == 0) ReadStatement();
                Check($"seed {_seed}, day {day}:");
                _book.Advance(_book.Today.DayOfWeek == DayOfWeek.Friday ? 3 : 1);
            }

            CheckJournal();
        }

        /// <summary>Once, sometimes killed on the way and then again, sometimes once more for nothing.</summary>
        private void Step(Action step)
        {
            if (_random.Next(3) == 0)
            {
                _book.Day.Entries = new StoppingEntries(_book.Day.Waiting, _random.Next(1, 9));
                try
                {
                    step();
                }
                catch (StoppedException)
                {
                    // Killed; the next run goes on.
                }

                _book.Day.Entries = _book.Day.Waiting;
                _book.Day.Clear();
            }

            step();
            if (_random.Next(4) != 0) return;
            _book.Day.Clear();
            var before = _book.Day.LastNumber;
            step();
            Assert.Equal(before, _book.Day.LastNumber);
        }

        private void Trade()
        {
            var merchant = Merchants[_random.Next(Merchants.Length)].Id;
            if (_random.Next(5) > 1)
            {
                var amountMinor = _random.NextInt64(1, 300_00);
                _book.Receive(merchant, SettlementBook.Text(amountMinor));
                _net[merchant] += amountMinor;
                _returnable[merchant] += amountMinor;
            }
            else if (_returnable[merchant] > 0)
            {
                var amountMinor = _random.NextInt64(1, _returnable[merchant] + 1);
                _book.Return(_random.Next(3) == 0 ? "chargeback" : "refund", merchant, SettlementBook.Text(amountMinor));
                _net[merchant] -= amountMinor;
                _returnable[merchant] -= amountMinor;
            }
        }

        private void Persons()
        {
            var desk = _book.Day.Desk();
            foreach (var payout in _book.Day.Payouts.InState(PayoutState.Created))
            {
                if (_random.Next(3) == 0) desk.Decline(payout.EndToEndId, "peter", "no");
                else desk.Approve(payout.EndToEndId, _random.Next(2) == 0 ? "maria" : "peter");
            }

            foreach (var (id, _) in _bank.Where(pair => pair.Value.State is AtBank.Rejected or AtBank.SentBack).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList())
            {
                if (_random.Next(2) == 0) Step(() => _book.Day.Desk().Reissue(id, "FR1420041010050500013M02606", "paula", _book.Today));
            }

            foreach (var owed in _book.Day.Obligations.Receivables().Where(_ => _random.Next(4) == 0))
            {
                var proposed = _book.Receivables.Propose(owed.MerchantId, owed.Reference, owed.OpenMinor, "gone", "maria", _book.Today);
                if (proposed.Status == WriteOffStatus.Proposed) _net[owed.MerchantId] += Approve(proposed.Number, owed.OpenMinor);
            }

            if (_random.Next(6) == 0) desk.Hold(new PayoutHold(Merchants[_random.Next(Merchants.Length)].Id, "maria", "a look", _book.Today, _book.Today.AddDays(_random.Next(1, 5))));

            long Approve(long number, long openMinor) => _book.Receivables.Approve(number, "peter", _book.Today).Status == WriteOffStatus.WrittenOff ? openMinor : 0;
        }

        /// <summary>The bank takes up the files that it has not seen.</summary>
        private void Collect()
        {
            XNamespace pain = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.10";
            foreach (var path in Directory.Exists(_book.Day.OutFolder) ? Directory.GetFiles(_book.Day.OutFolder, "*.xml").Where(_collected.Add) : [])
            {
                foreach (var transfer in XDocument.Load(path).Descendants(pain + "CdtTrfTxInf"))
                {
                    var id = transfer.Descendants(pain + "EndToEndId").Single().Value;
                    var merchant = transfer.Descendants(pain + "Ustrd").Single().Value.Split(' ')[^1];
                    // Add throws for an id that was instructed before.
                    _bank.Add(id, (SettlementBook.Minor(transfer.Descendants(pain + "InstdAmt").Single().Value), merchant, AtBank.Instructed));
                }
            }
        }

        private void BankMoves()
        {
            if (_answers.Count > 0 && _random.Next(4) == 0)
            {
                // An old file once more.
                Step(_answers[_random.Next(_answers.Count)]);
                return;
            }

            var candidates = _bank.Where(pair => pair.Value.State is AtBank.Instructed or AtBank.Paid).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
            if (candidates.Count == 0) return;
            var (id, (amountMinor, merchant, state)) = candidates[_random.Next(candidates.Count)];
            var message = $"M{++_messages}";
            switch (_random.Next(state == AtBank.Paid ? 4 : 6), state)
            {
                case (0, AtBank.Instructed):
                    Set(AtBank.Rejected);
                    Answer("RJCT", "AC04");
                    break;
                case (1, AtBank.Instructed):
                    Answer("ACSP", "");
                    break;
                case (2 or 3, AtBank.Instructed):
                    Set(AtBank.Paid);
                    _lines.Add((id, -amountMinor));
                    if (_random.Next(2) == 0) Notify(-amountMinor, "");
                    break;
                case (4, AtBank.Instructed):
                    // Paid and sent back before anyone hears of it.
                    Set(AtBank.SentBack);
                    _lines.Add((id, -amountMinor));
                    _lines.Add((id, amountMinor));
                    Notify(amountMinor, "AC01");
                    break;
                case (0, AtBank.Paid):
                    Set(AtBank.SentBack);
                    _lines.Add((id, amountMinor));
                    Notify(amountMinor, "AC04");
                    break;
                case (1, AtBank.Paid):
                    // Acceptance long after.
                    Answer("ACCP", "");
                    break;
            }

            void Set(AtBank now) => _bank[id] = (amountMinor, merchant, now);

            void Answer(string status, string reason)
            {
                var path = _book.Day.FileOf($"{message}.xml");
                BankFiles.Write(_book.Day, path, message, [(id, status, reason)]);
                Deliver(() => Assert.Empty(BankFiles.Run(_book.Day).ReadStatusReport(path).Findings));
            }

            void Notify(long signedMinor, string reason)
            {
                var path = BankFiles.Notification(_book.Day, "EUR", message, (id, signedMinor, reason));
                Deliver(() => Assert.Empty(BankFiles.Run(_book.Day).ReadNotification(path).Findings));
            }

            void Deliver(Action read)
            {
                _answers.Add(read);
                Step(read);
            }
        }

        private void ReadStatement()
        {
            var openingMinor = _book.Day.Balance(ChartOfAccounts.Nostro);
            var statement = new Giro.Operations.Reconciliation.BankStatement(
                $"B{++_messages}", _book.Today, openingMinor, openingMinor + _lines.Sum(line => line.AmountMinor),
                [.. _lines.Select((line, i) => new Giro.Operations.Reconciliation.StatementLine(i + 1, line.Reference, line.AmountMinor, _book.Today, IsBooked: true, $"X{i}"))], []);
            Step(() => Assert.Equal(Giro.Operations.Reconciliation.StatementStatus.Reconciled, _book.Day.Reconcile(statement).Status));
            _lines.Clear();
        }

        private void Check(string context)
        {
            _book.AssertTiesOut(context);
            var guaranteedMinor = GuaranteedMinor();
            foreach (var (merchant, _) in Merchants)
            {
                var payableMinor = _book.Day.Balance(ChartOfAccounts.Payable(merchant));
                Assert.True(payableMinor >= 0, $"{context} payable of {merchant} is {payableMinor}");
                var withUs = _book.Day.Balance(ChartOfAccounts.Pending(merchant)) + payableMinor + _book.Day.Balance(ChartOfAccounts.RollingReserve(merchant))
                    + _book.Day.Balance(ChartOfAccounts.FixedReserve(merchant)) - _book.Day.Balance(ChartOfAccounts.MerchantReceivable(merchant));
                var beforeBank = new[] { PayoutState.Created, PayoutState.Approved }.SelectMany(_book.Day.Payouts.InState).Where(payout => payout.MerchantId == merchant).Sum(payout => payout.HomeMinor);
                var atBank = _bank.Values.Where(payout => payout.Merchant == merchant && (payout.State is AtBank.Instructed or AtBank.Paid)).Sum(payout => payout.AmountMinor);
                var guarantee = merchant == "A" ? -guaranteedMinor : merchant == "B" ? guaranteedMinor : 0;
                Assert.True(_net[merchant] + guarantee == withUs + beforeBank + atBank, $"{context} merchant {merchant} has {_net[merchant]} and {guarantee} of a guarantee; {withUs} with us, {beforeBank} on its way, {atBank} at the bank");
            }
        }

        /// <summary>What the guarantor gave, from the legs of the journal.</summary>
        private long GuaranteedMinor()
        {
            var account = _book.Day.Handle(ChartOfAccounts.Payable("A"));
            var own = _book.Day.Handle(ChartOfAccounts.Pending("A"));
            return Entries().Where(entry => entry.Kind == EntryKind.Cover && entry.Legs.All(leg => leg.Account != own)).SelectMany(entry => entry.Legs).Where(leg => leg.Account == account).Sum(leg => leg.AmountMinor);
        }

        private void CheckJournal()
        {
            var entries = Entries().ToList();
            var posted = entries.Where(entry => entry.Kind == EntryKind.Obligation).SelectMany(entry => entry.Legs).Where(leg => leg.AmountMinor > 0).Sum(leg => leg.AmountMinor);
            Assert.True(posted > 0);
            Assert.Equal(_bank.Count, entries.Count(entry => entry.Kind == EntryKind.PayoutInstructed));
            Assert.Equal(_bank.Values.Count(payout => payout.State == AtBank.Rejected), entries.Count(entry => entry.Kind == EntryKind.PayoutRejected));
            Assert.Equal(_bank.Values.Count(payout => payout.State == AtBank.SentBack), entries.Count(entry => entry.Kind == EntryKind.PayoutReturned));
            Assert.All(new[] { EntryKind.Cover, EntryKind.ReserveRelease, EntryKind.PayoutReturned, EntryKind.PayoutReissued, EntryKind.PayoutBooked, EntryKind.ReturnBooked }, kind => Assert.Contains(entries, entry => entry.Kind == kind));
        }

        private IEnumerable<(EntryKind Kind, Leg[] Legs)> Entries()
        {
            var entries = new List<(EntryKind, Leg[])>();
            using var reader = _book.Day.Journal.Read(1);
            while (reader.TryRead(out var row))
            {
                foreach (var record in JournalRecords.Of(row.Payload.Span))
                {
                    if (record.Header.Type == RecordType.Entry) entries.Add(((EntryKind)record.Header.Kind, record.Legs.ToArray()));
                }
            }

            return entries;
        }

        public void Dispose() => _book.Dispose();
    }
}
