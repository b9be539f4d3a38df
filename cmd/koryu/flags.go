package main

import (
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"

	"koryu/internal/app"
	"koryu/internal/kit/mail"
)

// store says where the data are.
type store struct {
	Data     string `env:"KORYU_DATA" default:"./data" type:"path" placeholder:"FOLDER" help:"Folder of the key, the files and, without --database, the SQLite database (${default})."`
	Database string `env:"KORYU_DATABASE" placeholder:"DSN" help:"sqlite:<file> or postgres://…; empty: koryu.db in the data folder."`
}

func (s store) dsn() string {
	if s.Database != "" {
		return s.Database
	}
	return "sqlite:" + filepath.Join(s.Data, "koryu.db")
}

// site says how the world reaches the installation.
type site struct {
	Addr    string   `env:"KORYU_ADDR" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on (${default})."`
	BaseURL string   `env:"KORYU_BASE_URL" placeholder:"URL" help:"Address that people type, https://…; empty: http:// and --addr, on this machine only."`
	Proxies []string `name:"trusted-proxy" env:"KORYU_TRUSTED_PROXY" placeholder:"ADDRESS" help:"Addresses or networks of the proxies whose X-Forwarded-For is believed."`
}

// post says how mail leaves.
type post struct {
	SMTPHost     string `name:"smtp-host" env:"KORYU_SMTP_HOST" placeholder:"HOST" help:"Mail server; empty: mails are kept as files in <data>/mail and go nowhere."`
	SMTPPort     int    `name:"smtp-port" env:"KORYU_SMTP_PORT" placeholder:"PORT" help:"Its port (587; with --smtp-tls=implicit 465)."`
	SMTPTLS      string `name:"smtp-tls" env:"KORYU_SMTP_TLS" enum:"required,opportunistic,implicit,off" default:"required" help:"How the line is encrypted: required, opportunistic, implicit or off (${default})."`
	SMTPUser     string `name:"smtp-user" env:"KORYU_SMTP_USER" placeholder:"NAME" help:"Name to sign on with."`
	SMTPPassword string `name:"smtp-password" env:"KORYU_SMTP_PASSWORD" placeholder:"SECRET" help:"Password; give it by the variable, others can read flags."`
	MailFrom     string `env:"KORYU_MAIL_FROM" placeholder:"ADDRESS" help:"Sender address of all mails."`
}

func (p post) settings() mail.SMTPConfig {
	return mail.SMTPConfig{
		Host: p.SMTPHost, Port: p.SMTPPort, TLS: mail.TLS(p.SMTPTLS), User: p.SMTPUser, Password: p.SMTPPassword, From: p.MailFrom,
	}
}

// logging says how the log looks. It goes to standard error and holds no personal data.
type logging struct {
	Log      string `env:"KORYU_LOG" enum:"text,json" default:"text" help:"Form of the log: text or json (${default})."`
	LogLevel string `env:"KORYU_LOG_LEVEL" enum:"debug,info,warn,error" default:"info" help:"Least level that is written (${default})."`
	Access   bool   `name:"access-log" env:"KORYU_ACCESS_LOG" help:"Write a line for every request."`
}

func (l logging) logger() *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(l.LogLevel)) // kong has checked the words
	options := &slog.HandlerOptions{Level: level}
	if l.Log == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

// config gathers what all commands that open the installation need.
func config(s store, w site, p post, l logging) (app.Config, error) {
	c := app.Config{
		Data: s.Data, Database: s.dsn(), Base: w.BaseURL, SMTP: p.settings(),
		Log: l.logger(), AccessLog: l.Access, Version: version,
	}
	if c.Base == "" {
		c.Base = "http://" + w.Addr
	}
	for _, text := range w.Proxies {
		network, err := networkOf(text)
		if err != nil {
			return c, fmt.Errorf("--trusted-proxy: %q is no address such as 127.0.0.1 and no network such as 10.0.0.0/8", text)
		}
		c.TrustedProxies = append(c.TrustedProxies, network)
	}
	return c, nil
}

func networkOf(text string) (netip.Prefix, error) {
	if alone, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(alone, alone.BitLen()), nil
	}
	return netip.ParsePrefix(text)
}
