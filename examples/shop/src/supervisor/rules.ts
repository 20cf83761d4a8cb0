/** Recording and alerting rules that the shop's operators keep. The alerts follow the faults that can be switched on. */
export const ruleFile = `groups:
  - name: shop-recording
    rules:
      - record: route:http_requests:rate5m
        expr: sum by (service, route) (rate(http_requests_total[5m]))
      - record: service:http_errors:ratio_rate5m
        expr: |
          sum by (service) (rate(http_requests_total{status=~"5.."}[5m]))
            / sum by (service) (rate(http_requests_total[5m]))
      - record: uri:payments_duration_seconds:p95_5m
        expr: histogram_quantile(0.95, sum by (uri, le) (rate(http_server_requests_seconds_bucket[5m])))
      - record: job:auth_logins:rate5m
        expr: sum by (job, result) (rate(auth_logins_total[5m]))
  - name: shop-alerts
    rules:
      - alert: CheckoutErrorsHigh
        expr: service:http_errors:ratio_rate5m{service="checkout"} > 0.05
        for: 1m
        labels:
          severity: page
        annotations:
          summary: More than 5 % of checkout's requests fail
      - alert: PaymentsSlow
        expr: uri:payments_duration_seconds:p95_5m{uri="/payments/charge"} > 1
        for: 1m
        labels:
          severity: page
        annotations:
          summary: One charge in twenty takes longer than a second
      - alert: LoginsFailing
        expr: |
          sum(rate(auth_logins_total{result!="success"}[5m])) / sum(rate(auth_logins_total[5m])) > 0.15
        for: 1m
        labels:
          severity: page
        annotations:
          summary: More than 15 % of logins fail
      - alert: CartMemoryGrowing
        expr: deriv(process_resident_memory_bytes{job="cart"}[5m]) > 50000 and process_resident_memory_bytes{job="cart"} > 6e7
        for: 1m
        labels:
          severity: ticket
        annotations:
          summary: cart holds more than 60 MB and keeps growing
      - alert: ShopProgramDown
        expr: up{job=~"checkout|auth|cart|payments|search"} == 0
        for: 30s
        labels:
          severity: page
        annotations:
          summary: '{{ $labels.job }} cannot be scraped'
`;
