using System.CommandLine;
using Giro.Cli;
using Giro.Cli.Commands;

ConsoleStyle.Apply();
var root = new RootCommand("Giro: a clearing and settlement core. Payments in, double-entry ledger, clearing, settlement, reconciliation, and a day that closes with proof.");
foreach (var command in CommandList.All()) root.Subcommands.Add(command);
return CommandRun.Invoke(root, args);
