package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	postgresConns  = 16
	connLife       = 5 * time.Minute
	connectTimeout = 2 * time.Second
)

// setting is a name and a value for SET.
type setting struct{ name, value string }

// sessionSettings hold for every connection, unless the address names the same
// setting. Reports and backups raise the first for themselves.
var sessionSettings = []setting{
	{"statement_timeout", "15s"},
	{"idle_in_transaction_session_timeout", "60s"},
	{"timezone", "UTC"},
}

func (d *DB) openPostgres(ctx context.Context, dsn string, o Options) error {
	d.engine = Postgres
	config, err := postgresConfig(dsn)
	if err != nil {
		return err
	}
	d.write = sql.OpenDB(&pgConnector{config: config, settings: sessionSettings})
	d.write.SetMaxOpenConns(cmpOr(o.MaxConns, postgresConns))
	d.write.SetMaxIdleConns(maxIdle)
	d.write.SetConnMaxLifetime(connLife)
	d.read = d.write
	if err := d.write.PingContext(ctx); err != nil {
		return ErrUnavailable.Because(fmt.Errorf("db: PostgreSQL cannot be reached; check the address, the password and that it runs: %w", err))
	}
	return nil
}

// postgresConfig reads the address and fills in what it does not say. With
// several hosts the one that takes writes is chosen.
func postgresConfig(dsn string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("db: the PostgreSQL address cannot be read; its form is postgres://user:password@host:port/name")
	}
	if config.ConnectTimeout == 0 || !strings.Contains(dsn, "connect_timeout") {
		config.ConnectTimeout = connectTimeout
	}
	if len(config.Fallbacks) > 0 && config.ValidateConnect == nil {
		config.ValidateConnect = validateReadWrite
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "koryu"
	}
	return config, nil
}

// OpenPool gives bare connections to PostgreSQL without time limits on
// statements, for tools that create or copy whole databases.
func OpenPool(dsn string) (*sql.DB, error) {
	config, err := postgresConfig(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(&pgConnector{config: config, settings: []setting{{"timezone", "UTC"}}}), nil
}
